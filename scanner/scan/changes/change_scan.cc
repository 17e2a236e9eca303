#include "scanner/scan/changes/change_scan.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <unordered_map>

#include "scanner/base/append.h"
#include "scanner/base/digest.h"
#include "scanner/base/memory.h"
#include "scanner/base/threads.h"

namespace rekey {
namespace {

constexpr uint64_t kBlobsWorthAThread = 48;

using Name = std::array<uint8_t, 32>;  // of a secret: a digest

Name name_of(const Hit& hit) {
  return sha256(hit.secret.reveal());
}

struct KnownSecret {
  Name name;
  bool is_open = true;  // no comment allows it
};

// What matching made of one blob.
struct BlobResult {
  std::vector<KnownSecret> secrets;  // of every hit
  std::vector<Hit> hits;             // none when it is brief: it is to be matched again for them
  bool is_brief = false;
  std::string fault;  // why it was not matched
};

// Secrets, each once.
class Names {
 public:
  void add(const Name& name) { names_.push_back(name); }
  void close() {
    std::sort(names_.begin(), names_.end());
    names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
  }
  [[nodiscard]] bool contains(const Name& name) const {
    return std::binary_search(names_.begin(), names_.end(), name);
  }
  [[nodiscard]] const std::vector<Name>& all() const { return names_; }

 private:
  std::vector<Name> names_;
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
      : limit_(context->options().max_file_size),
        deadline_(context->options().deadline),
        reader_(std::move(reader)),
        scan_(context) {}

  // `brief`: of its hits only the secrets.
  BlobResult match(const ObjectId& id, bool brief) {
    BlobResult result;
    if (had_memory([&] { result = matched(id, brief); })) return result;
    scan_.renew();
    result = {};
    result.fault = kNoMemory;
    return result;
  }
  [[nodiscard]] const Stats& stats() const { return scan_.stats(); }

 private:
  BlobResult matched(const ObjectId& id, bool brief) {
    BlobResult result;
    result.is_brief = brief;
    result.fault = kOutOfTime;
    if (deadline_.over()) return result;
    Result<Object> object = reader_.read(id, limit_);
    result.fault = object ? std::string() : reason_of(object.error());
    if (!object) return result;
    if (object->type != ObjectType::kBlob) {
      result.fault = "no file, though a tree says so";
      return result;
    }
    scan_.set_brief(brief);
    result.hits = scan_.find(object->bytes);
    for (const Hit& hit : result.hits) {
      result.secrets.push_back({name_of(hit), hit.occurrence.allowed == Allowed::kNot});
    }
    if (brief) result.hits = {};
    if (deadline_.over()) result.fault = kOutOfTime;
    return result;
  }

  uint64_t limit_;
  Deadline deadline_;
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
    Result<ObjectReader> reader = ObjectReader::open(repository);
    if (!reader) return reader.error();
    again_ = std::make_unique<BlobMatcher>(context_, *std::move(reader));
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
      results_[i] = match(matcher, blobs_[i]);
      if (!progress || i % 64 != 0) continue;
      const std::lock_guard lock(progress_);
      progress({"matching files", i, blobs_.size()});
    }
  }

  // Behind so many hits results are brief, whichever they are: all hits of a long history of a file
  // full of secrets take the memory of the machine.
  BlobResult match(BlobMatcher& matcher, const ObjectId& id) {
    BlobResult result = matcher.match(id, hits_kept_ >= context_->options().most_hits);
    hits_kept_ += result.hits.size();
    return result;
  }

  void match_all() {
    on_threads(matchers_.size(), [this](size_t i) { match_some(*matchers_[i]); });
  }

  const BlobResult& result_of(const ObjectId& id) {
    const auto [at, is_new] = numbers_.try_emplace(id, results_.size());
    if (is_new) results_.push_back(match(*matchers_.front(), id));
    return results_[at->second];
  }

  // `allowed`: also those that a comment allows in all of them.
  Names secrets_of(const std::vector<ObjectId>& blobs, bool allowed) {
    Names secrets;
    for (const ObjectId& blob : blobs) {
      for (const KnownSecret& secret : result_of(blob).secrets) {
        if (allowed || secret.is_open) secrets.add(secret.name);
      }
    }
    secrets.close();
    return secrets;
  }

  // The same of one blob that is asked for again and again.
  const Names& secrets_in(const ObjectId& blob) {
    if (latest_ != blob) {
      latest_ = blob;
      latest_secrets_ = secrets_of({blob}, true);
    }
    return latest_secrets_;
  }

  // What paths of the group had before and have no more: a secret of these that stands elsewhere
  // now has moved. Not what a comment allowed there: that may have stayed behind.
  Names secrets_gone(const ChangeGroup& group) {
    Names gone;
    for (const Change& change : group.changes) {
      if (change.before.empty()) continue;
      const Names before = secrets_of(change.before, false);
      const Names kept = change.blob ? secrets_of({*change.blob}, true) : Names();
      for (const Name& name : before.all()) {
        if (!kept.contains(name)) gone.add(name);
      }
    }
    gone.close();
    return gone;
  }

  // Whether the blob has a secret that those before it have not.
  bool has_new(const ObjectId& blob, const Names& before, const Names& open_before) {
    const std::vector<KnownSecret>& secrets = result_of(blob).secrets;
    return std::any_of(secrets.begin(), secrets.end(), [&](const KnownSecret& one) {
      return !(one.is_open ? open_before : before).contains(one.name);
    });
  }

  void one_group(const ChangeGroup& group) {
    std::optional<Names> gone;  // read when it is first asked for
    for (const Change& change : group.changes) {
      if (!change.blob) continue;
      const BlobResult& result = result_of(*change.blob);
      const bool is_brief = result.is_brief && !result.secrets.empty();
      const size_t count = result.secrets.size();
      if (!result.fault.empty()) report_.skipped.push_back({place_of(change, group), result.fault});
      std::vector<Hit> hits = result.hits;
      if (change.before.empty()) add_path_hits(*context_, change.path, hits);
      if (hits.empty() && !is_brief) continue;
      const Names before = secrets_of(change.before, true);
      const Names open_before = secrets_of(change.before, false);
      if (is_brief && has_new(*change.blob, before, open_before)) {
        append(hits, again_->match(*change.blob, false).hits);
      } else if (is_brief) {
        report_.stats.dropped["known before"] += count;
      }
      for (Hit& hit : hits) {
        const Name secret = name_of(hit);
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
    if (change.path.empty()) return "blob " + change.blob->hex();
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
    at.in_head = head && (*head == *change.blob || secrets_in(*head).contains(name_of(hit)));
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
  std::unique_ptr<BlobMatcher> again_;  // for brief ones; what it counts was counted before
  std::atomic<size_t> hits_kept_ = 0;
  ObjectId latest_;  // that secrets_in() was asked for
  Names latest_secrets_;
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
