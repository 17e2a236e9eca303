#include "scanner/scan/history.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>

#include "scanner/base/append.h"
#include "scanner/git/attribution.h"
#include "scanner/scan/finish.h"
#include "scanner/scan/history_places.h"
#include "scanner/scan/marks.h"
#include "scanner/scan/missing_objects.h"
#include "scanner/scan/object_scan.h"
#include "scanner/scan/remembered_scan.h"
#include "scanner/scan/text_scan.h"

namespace rekey {
namespace {

constexpr size_t kCommitsAThread = 4096;

using HitsByBlob = std::unordered_map<ObjectId, std::vector<MarkedHit>, ObjectIdHash>;

// Turns hits in blobs and messages into findings with their place in history.
class HistoryScan {
 public:
  HistoryScan(const Repository& repository, RememberedScan& remembered,
              std::shared_ptr<const ScanContext> context, StoreReader reader, ObjectScan objects,
              std::vector<Ref> refs, const CommitSet* only)
      : repository_(repository),
        remembered_(remembered),
        context_(std::move(context)),
        reader_(std::move(reader)),
        objects_(std::move(objects)),
        refs_(std::move(refs)),
        only_(only),
        graph_(std::move(objects_.commits)),
        marks_(context_->rules()) {
    if (context_->options().only_reached) {
      every_commit_ = graph_.commits();
      graph_ = CommitGraph(reached_commits(reader_, graph_, refs_));
    }
    names_.emplace(reader_, graph_, refs_);
    places_.emplace(repository_, context_, reader_, graph_, *names_, refs_, only_);
  }

  // False: all is to be read again and scanned anew.
  Result<bool> run() {
    std::vector<MarkedBlob> marked;
    if (!context_->origins().path_rules().empty()) {
      path_mark_ = marks_.of_path();
      const Status status = mark_paths(marked);
      if (!status) return status.error();
    }
    for (const ObjectHits& blob : objects_.blobs) marked.push_back(marked_by_hits(blob));
    for (const UnreadBlob& blob : objects_.unread) marked.push_back(marked_as_others(blob));
    for (auto& [id, hits] : hits_) sort_by_mark(hits);
    mark_brief(marked);
    std::sort(marked.begin(), marked.end(),
              [](const MarkedBlob& a, const MarkedBlob& b) { return a.blob < b.blob; });
    merge_equal(marked);
    marked_ids_.reserve(marked.size());
    for (const MarkedBlob& blob : marked) marked_ids_.push_back(blob.blob);
    const Result<Attribution> found = attributed(marked);
    if (!found) return found.error();
    if (remembered_.start_afresh(found.value().orphans)) return false;
    find_shown(found.value());
    const Status read = read_places();
    if (!read) return read.error();
    for (const Introduction& one : found.value().introductions) {
      places_->add_introduced(one, hits_of(one.blob), one.mark == path_mark_);
    }
    for (const ObjectId& id : found.value().orphans) places_->add_orphan(id, hits_of(id));
    places_->add_messages(objects_.messages);
    const Status brief = add_brief(found.value());
    if (!brief) return brief.error();
    if (!repository_.is_shallow()) {
      append(objects_.skipped, missing_objects(graph_, refs_, *names_, reader_));
    }
    add_errors(found.value().errors);
    add_errors(places_->errors());
    return true;
  }

  // For the next scan; after run(), when everything could be read.
  Status learn() {
    const bool is_part = context_->options().only_reached;
    return remembered_.learn({objects_, late_, is_part ? every_commit_ : graph_.commits(), *trees_,
                              marked_ids_, shown_});
  }

  // What is brief is too much for the memory.
  [[nodiscard]] bool is_remembered() const {
    return objects_.brief.empty() && objects_.brief_messages.empty();
  }

  HistoryPlaces& places() { return *places_; }
  ObjectScan& objects() { return objects_; }

 private:
  // Blobs at paths that a rule reports as they are.
  Status mark_paths(std::vector<MarkedBlob>& marked) {
    std::vector<ObjectId> roots;
    for (const CommitNode& commit : graph_.commits()) roots.push_back(commit.tree);
    const OriginFilter& origins = context_->origins();
    const Result<PathBlobs> found = remembered_.at_paths(roots, [&](std::string_view path) {
      return std::any_of(origins.path_rules().begin(), origins.path_rules().end(),
                         [&](uint32_t rule) { return origins.is_for_path(rule, path); });
    });
    if (!found) return found.error();
    for (const ObjectId& blob : found->blobs) marked.push_back({blob, {*path_mark_}});
    add_errors(found->errors);
    return {};
  }

  [[nodiscard]] std::span<const MarkedHit> hits_of(const ObjectId& blob) const {
    const auto found = hits_.find(blob);
    return found == hits_.end() ? std::span<const MarkedHit>() : found->second;
  }

  MarkedBlob marked_by_hits(const ObjectHits& blob) {
    MarkedBlob out{blob.id, {}};
    for (const Hit& hit : blob.hits) {
      out.marks.push_back(marks_.of(hit));
      hits_[blob.id].push_back({out.marks.back(), &hit});
    }
    return out;
  }

  static void sort_by_mark(std::vector<MarkedHit>& hits) {
    std::sort(hits.begin(), hits.end(),
              [](const MarkedHit& a, const MarkedHit& b) { return a.mark < b.mark; });
  }

  void mark_brief(std::vector<MarkedBlob>& marked) {
    std::vector<uint32_t> numbers;
    for (std::string& name : objects_.names) numbers.push_back(marks_.of_name(std::move(name)));
    for (BriefObject& blob : objects_.brief) {
      MarkedBlob& out = marked.emplace_back(MarkedBlob{blob.id, std::move(blob.marks)});
      for (uint32_t& mark : out.marks) mark = numbers[mark];
      blob.marks = {};
    }
  }

  // After the others have theirs.
  MarkedBlob marked_as_others(const UnreadBlob& blob) {
    MarkedBlob out{blob.id, {}};
    for (const HitNumber& at : blob.hits) {
      out.marks.push_back(hits_.at(objects_.blobs[at.blob].id)[at.hit].mark);
    }
    return out;
  }

  // The objects that the report will show.
  void find_shown(const Attribution& found) {
    shown_ = found.orphans;
    for (const Introduction& one : found.introductions) shown_.push_back(one.blob);
    for (const MessageHits& message : objects_.messages) shown_.push_back(message.object);
    std::sort(shown_.begin(), shown_.end());
    shown_.erase(std::unique(shown_.begin(), shown_.end()), shown_.end());
  }

  // Reads the blobs among them that were known without.
  Status read_places() {
    std::vector<ObjectId> ids;
    for (const UnreadBlob& blob : objects_.unread) {
      if (std::binary_search(shown_.begin(), shown_.end(), blob.id)) ids.push_back(blob.id);
    }
    if (ids.empty()) return {};
    Result<ObjectScan> late = remembered_.read_again(ids);
    if (!late) return late.error();
    late_ = *std::move(late);
    for (const ObjectHits& blob : late_.blobs) {
      marked_by_hits(blob);
      sort_by_mark(hits_[blob.id]);
    }
    add_stats(objects_.stats, late_.stats);
    append(objects_.skipped, std::move(late_.skipped));
    return {};
  }

  static void merge_equal(std::vector<MarkedBlob>& marked) {
    std::vector<MarkedBlob> out;
    for (MarkedBlob& blob : marked) {
      if (out.empty() || out.back().blob != blob.blob) {
        out.push_back(std::move(blob));
      } else {
        std::vector<uint32_t>& marks = out.back().marks;
        marks.insert(marks.end(), blob.marks.begin(), blob.marks.end());
      }
    }
    marked = std::move(out);
  }

  // Each once: the trees are read for paths and again for blobs.
  void add_errors(const std::vector<Error>& errors) {
    for (const Error& error : errors) {
      if (told_.insert(error.message).second) objects_.skipped.push_back(skipped_of(error));
    }
  }

  Result<Attribution> attributed(const std::vector<MarkedBlob>& marked) {
    Result<MarkedTrees> trees = remembered_.trees(marked_ids_);
    if (!trees) return trees.error();
    trees_ = *std::move(trees);
    const ScanOptions& options = context_->options();
    const unsigned threads = thread_count(options, graph_.commits().size() / kCommitsAThread);
    const auto tell = [&](uint64_t done, uint64_t total) {
      if (options.progress) options.progress({"attributing to commits", done, total});
    };
    return attribute(graph_, *trees_, marked, *names_, threads, tell, options.deadline);
  }

  // The blobs of which the marks alone were kept, and messages of which nothing was, are read again
  // for the places that the report is to show, some at a time.
  Status add_brief(const Attribution& found) {
    std::unordered_map<ObjectId, std::vector<const Introduction*>, ObjectIdHash> by_blob;
    for (const BriefObject& blob : objects_.brief) by_blob.try_emplace(blob.id);
    for (const Introduction& one : found.introductions) {
      const auto at = by_blob.find(one.blob);
      if (at != by_blob.end()) at->second.push_back(&one);
    }
    std::vector<BriefObject> shown = std::move(objects_.brief_messages);
    for (const BriefObject& blob : objects_.brief) {
      if (std::binary_search(shown_.begin(), shown_.end(), blob.id)) shown.push_back(blob);
    }
    constexpr size_t kHits = 20'000, kObjects = 1000;  // at a time, and those of one object more
    for (size_t first = 0, last = 0; first < shown.size(); first = last) {
      std::vector<ObjectId> ids;
      for (size_t hits = 0; last < shown.size() && hits < kHits && ids.size() < kObjects; ++last) {
        ids.push_back(shown[last].id);
        hits += shown[last].hits;
      }
      Result<ObjectScan> part = remembered_.read_again(ids);
      if (!part) return part.error();
      for (const ObjectHits& blob : part->blobs) add_blob(blob, by_blob[blob.id]);
      places_->add_messages(part->messages);
      append(objects_.skipped, std::move(part->skipped));
    }
    return {};
  }

  void add_blob(const ObjectHits& blob, const std::vector<const Introduction*>& introductions) {
    marked_by_hits(blob);
    sort_by_mark(hits_[blob.id]);
    for (const Introduction* one : introductions) {
      places_->add_introduced(*one, hits_of(blob.id), false);
    }
    if (introductions.empty()) places_->add_orphan(blob.id, hits_of(blob.id));
    hits_.erase(blob.id);
  }

  const Repository& repository_;
  RememberedScan& remembered_;
  std::shared_ptr<const ScanContext> context_;
  StoreReader reader_;
  ObjectScan objects_, late_;  // what was read first, and for places
  std::vector<Ref> refs_;
  const CommitSet* only_;
  CommitGraph graph_;
  std::optional<RefNames> names_;  // of the graph
  Marks marks_;
  std::vector<CommitNode> every_commit_;      // when the graph has only those that refs reach
  std::vector<ObjectId> marked_ids_, shown_;  // blobs with secrets; objects in the report
  std::optional<MarkedTrees> trees_;
  HitsByBlob hits_;
  std::optional<uint32_t> path_mark_;
  std::set<std::string> told_;
  std::optional<HistoryPlaces> places_;
};

Result<std::unique_ptr<HistoryScan>> scanned_history(
    const Repository& repository, const ObjectStore& store, RememberedScan& remembered,
    const std::shared_ptr<const ScanContext>& context, const std::vector<Ref>& refs,
    const CommitSet* only) {
  for (;;) {
    Result<StoreReader> reader = StoreReader::open(store);
    if (!reader) return reader.error();
    Result<ObjectScan> objects = remembered.objects();
    if (!objects) return objects.error();
    auto scan = std::make_unique<HistoryScan>(repository, remembered, context, *std::move(reader),
                                              *std::move(objects), refs, only);
    const Result<bool> done = scan->run();
    if (!done) return done.error();
    if (done.value()) return scan;
  }
}

}  // namespace

Result<Report> scan_history(const Repository& repository, const std::string& name,
                            const ScanOptions& options, const CommitSet* only) {
  const auto start = std::chrono::steady_clock::now();
  Result<std::shared_ptr<const ScanContext>> context = ScanContext::create(options);
  if (!context) return context.error();
  Result<std::vector<Ref>> refs = repository.refs();
  if (!refs) return refs.error();
  std::vector<Error> unlisted;
  const Reading reading = options.one_by_one ? Reading::kOneByOne : Reading::kPacks;
  Result<ObjectStore> store = ObjectStore::open(repository, unlisted, reading);
  if (!store) return store.error();
  const bool by_path = !(*context)->origins().path_rules().empty();
  RememberedScan remembered(*store, *context, by_path ? "" : options.cache);
  Result<std::unique_ptr<HistoryScan>> scanned =
      scanned_history(repository, *store, remembered, *context, *refs, only);
  if (!scanned) return scanned.error();
  HistoryScan& scan = **scanned;

  Report report;
  report.source = "git " + name;
  report.root = repository.work_tree();
  report.repository = repository.origin_url();
  if (const Ref* head = head_of(*refs)) report.revision = head->target.hex();
  const bool was_whole =
      scan.objects().skipped.empty() && unlisted.empty() && !(*context)->had_files_cut();
  if (scan.is_remembered() && was_whole) {
    const Status learned = scan.learn();
    if (!learned)
      report.note =
          "Scanned; the memory for the next scan could not be written: " + learned.error().message;
  }
  report.stats = scan.objects().stats;
  const uint64_t by_place = scan.places().dropped_by_path();
  if (by_place > 0) report.stats.dropped["path"] += by_place;
  report.skipped = std::move(scan.objects().skipped);
  for (const Error& error : unlisted) report.skipped.push_back(skipped_of(error));
  if (store->is_partial()) {
    report.skipped.push_back({"history", "a partial clone: what was never fetched is not in it"});
  }
  if (repository.is_shallow()) {
    report.skipped.push_back({"history", "the clone is shallow: what came before is not in it"});
  }
  if (by_path && !options.cache.empty()) {
    report.note = "Scanned without the cache: rules for paths alone ask for every tree.";
  }
  if (store->count() == 0 && report.skipped.empty()) report.note = "The repository is empty.";
  report.whole_history = true;
  finish(report, std::move(scan.places().store()), **context);
  report.stats.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

Result<Report> unread_history(const Error& error, const std::string& name,
                              const ScanOptions& options) {
  Result<std::shared_ptr<const ScanContext>> context = ScanContext::create(options);
  if (!context) return context.error();
  Report report;
  report.source = "git " + name;
  report.skipped.push_back(skipped_of(error));
  finish(report, FindingStore((*context)->rules()), **context);
  return report;
}

}  // namespace rekey
