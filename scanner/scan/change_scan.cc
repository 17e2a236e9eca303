#include "scanner/scan/change_scan.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>
#include <unordered_map>

#include "scanner/base/memory.h"
#include "scanner/base/threads.h"

namespace rekey {
namespace {

constexpr uint64_t kBlobsWorthAThread = 48;

// What matching made of one blob.
struct BlobResult {
  std::vector<Hit> hits;
  std::string fault;  // why it was not matched
};

// Without the id that the error starts with.
std::string reason_of(const Error& error) {
  const std::string why = skipped_of(error).why;
  return error.code == ErrorCode::kTooLarge ? why + " (--max-file-size)" : why;
}

// One thread's.
class BlobMatcher {
 public:
  BlobMatcher(const std::shared_ptr<const ScanContext>& context, ObjectReader reader)
      : limit_(context->options().max_file_size), reader_(std::move(reader)), scan_(context) {}

  BlobResult match(const ObjectId& id) {
    BlobResult result;
    if (had_memory([&] { result = matched(id); })) return result;
    scan_.renew();
    return {{}, kNoMemory};
  }
  [[nodiscard]] const Stats& stats() const { return scan_.stats(); }

 private:
  BlobResult matched(const ObjectId& id) {
    Result<Object> object = reader_.read(id, limit_);
    if (!object) return {{}, reason_of(object.error())};
    return {scan_.find(object->bytes), ""};
  }

  uint64_t limit_;
  ObjectReader reader_;
  TextScan scan_;
};

class ChangeScan {
 public:
  ChangeScan(std::shared_ptr<const ScanContext> context, const std::vector<ChangeGroup>& groups,
             const HeadBlob& head_blob, FindingStore& store, Report& report)
      : context_(std::move(context)),
        groups_(groups),
        head_blob_(head_blob),
        store_(store),
        report_(report) {}

  Status run(const Repository& repository) {
    number_blobs();
    const ScanOptions& options = context_->options();
    for (unsigned i = 0; i < thread_count(options, blobs_.size() / kBlobsWorthAThread + 1); ++i) {
      Result<ObjectReader> reader = ObjectReader::open(repository);
      if (!reader) return reader.error();
      matchers_.push_back(std::make_unique<BlobMatcher>(context_, *std::move(reader)));
    }
    match_all();
    for (const ChangeGroup& group : groups_) one_group(group);
    for (const auto& matcher : matchers_) add_stats(report_.stats, matcher->stats());
    return {};
  }

 private:
  void number_blobs() {
    for (const ChangeGroup& group : groups_) {
      for (const Change& change : group.changes) {
        if (!change.blob) continue;
        if (numbers_.try_emplace(*change.blob, blobs_.size()).second) {
          blobs_.push_back(*change.blob);
        }
      }
    }
    results_.resize(blobs_.size());
  }

  void match_some(BlobMatcher& matcher) {
    const auto& progress = context_->options().progress;
    for (size_t i = next_++; i < blobs_.size(); i = next_++) {
      results_[i] = matcher.match(blobs_[i]);
      if (!progress || i % 64 != 0) continue;
      const std::lock_guard lock(progress_);
      progress({"matching files", i, blobs_.size()});
    }
  }

  void match_all() {
    on_threads(matchers_.size(), [this](size_t i) { match_some(*matchers_[i]); });
  }

  const BlobResult& result_of(const ObjectId& id) {
    const auto [at, is_new] = numbers_.try_emplace(id, results_.size());
    if (is_new) results_.push_back(matchers_.front()->match(id));
    return results_[at->second];
  }

  // `allowed`: also those that a comment allows in all of them.
  std::set<std::string> secrets_of(const std::vector<ObjectId>& blobs, bool allowed) {
    std::set<std::string> secrets;
    for (const ObjectId& blob : blobs) {
      for (const Hit& hit : result_of(blob).hits) {
        if (allowed || hit.occurrence.allowed == Allowed::kNot) secrets.insert(hit.secret.reveal());
      }
    }
    return secrets;
  }

  // What paths of the group had before and have no more: a secret of these that stands elsewhere
  // now has moved. Not what a comment allowed there: that may have stayed behind.
  std::set<std::string> secrets_gone(const ChangeGroup& group) {
    std::set<std::string> gone;
    for (const Change& change : group.changes) {
      if (change.before.empty()) continue;
      std::set<std::string> before = secrets_of(change.before, false);
      if (change.blob) {
        for (const std::string& kept : secrets_of({*change.blob}, true)) before.erase(kept);
      }
      gone.merge(before);
    }
    return gone;
  }

  void one_group(const ChangeGroup& group) {
    std::optional<std::set<std::string>> gone;  // read when it is first asked for
    for (const Change& change : group.changes) {
      if (!change.blob) continue;
      const std::string fault = result_of(*change.blob).fault;
      if (!fault.empty()) report_.skipped.push_back({place_of(change, group), fault});
      std::vector<Hit> hits = result_of(*change.blob).hits;
      if (change.before.empty()) add_path_hits(*context_, change.path, hits);
      if (hits.empty()) continue;
      const std::set<std::string> before = secrets_of(change.before, true);
      const std::set<std::string> open_before = secrets_of(change.before, false);
      for (Hit& hit : hits) {
        const std::string& secret = hit.secret.reveal();
        // A comment that allowed it before and is taken away is a change.
        const bool is_open = hit.occurrence.allowed == Allowed::kNot;
        if ((is_open ? open_before : before).contains(secret)) {
          ++report_.stats.dropped["known before"];
          continue;
        }
        if (!gone) gone = secrets_gone(group);
        if (gone->contains(secret)) {
          ++report_.stats.dropped["moved"];
          continue;
        }
        add(change, group, std::move(hit));
      }
    }
  }

  [[nodiscard]] static std::string place_of(const Change& change, const ChangeGroup& group) {
    return group.origin.commit.empty() ? change.path
                                       : change.path + " in " + group.origin.commit.substr(0, 12);
  }

  void add(const Change& change, const ChangeGroup& group, Hit hit) {
    const Occurrence& origin = group.origin;
    if (!reported_at(*context_, hit, change.path, origin.commit)) {
      ++report_.stats.dropped["path"];
      return;
    }
    Occurrence& at = hit.occurrence;
    set_origin(at, origin);
    at.path = change.path;
    at.blob = change.blob->hex();
    const auto head = head_blob_ ? head_blob_(change.path) : std::nullopt;
    at.in_head =
        head && (*head == *change.blob || secrets_of({*head}, true).contains(hit.secret.reveal()));
    store_.add(std::move(hit));
  }

  std::shared_ptr<const ScanContext> context_;
  const std::vector<ChangeGroup>& groups_;
  const HeadBlob& head_blob_;
  FindingStore& store_;
  Report& report_;
  std::vector<ObjectId> blobs_;
  std::unordered_map<ObjectId, size_t, ObjectIdHash> numbers_;
  std::vector<BlobResult> results_;  // by number; old blobs behind the new ones
  std::vector<std::unique_ptr<BlobMatcher>> matchers_;
  std::atomic<size_t> next_ = 0;
  std::mutex progress_;
};

}  // namespace

Status scan_changes(const Repository& repository, const std::shared_ptr<const ScanContext>& context,
                    const std::vector<ChangeGroup>& groups, const HeadBlob& head_blob,
                    FindingStore& store, Report& report) {
  return ChangeScan(context, groups, head_blob, store, report).run(repository);
}

}  // namespace rekey
