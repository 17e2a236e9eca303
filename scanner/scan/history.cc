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
#include "scanner/git/staged_changes.h"
#include "scanner/scan/finish.h"
#include "scanner/scan/marks.h"
#include "scanner/scan/missing_objects.h"
#include "scanner/scan/object_scan.h"
#include "scanner/scan/remembered_scan.h"
#include "scanner/scan/text_scan.h"

namespace rekey {
namespace {

struct MarkedHit {
  uint32_t mark = 0;
  const Hit* hit = nullptr;
};

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
        marks_(context_->rules()),
        store_(context_->rules()) {
    if (context_->options().only_reached) {
      every_commit_ = graph_.commits();
      graph_ = CommitGraph(reached_commits(reader_, graph_, refs_));
    }
    names_.emplace(reader_, graph_, refs_);
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
    for (const Introduction& introduction : found.value().introductions) introduced(introduction);
    add_orphans(found.value().orphans);
    add_messages();
    if (!repository_.is_shallow()) {
      append(objects_.skipped, missing_objects(graph_, refs_, *names_, reader_));
    }
    add_errors(found.value().errors);
    return true;
  }

  // For the next scan; after run(), when everything could be read.
  Status learn() {
    const bool is_part = context_->options().only_reached;
    return remembered_.learn({objects_, late_, is_part ? every_commit_ : graph_.commits(), *trees_,
                              marked_ids_, shown_});
  }

  FindingStore& store() { return store_; }
  ObjectScan& objects() { return objects_; }
  [[nodiscard]] uint64_t dropped_by_path() const { return dropped_by_path_; }

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

  MarkedBlob marked_by_hits(const ObjectHits& blob) {
    MarkedBlob out{blob.id, {}};
    for (const Hit& hit : blob.hits) {
      out.marks.push_back(marks_.of(hit));
      hits_[blob.id].push_back({out.marks.back(), &hit});
    }
    return out;
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
    for (const ObjectHits& blob : late_.blobs) marked_by_hits(blob);
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
    return attribute(graph_, *trees_, marked, *names_, threads, tell);
  }

  void add(const Hit& found, const Occurrence& origin) {
    if (!reported_at(*context_, found, origin.path, origin.commit)) {
      ++dropped_by_path_;
      return;
    }
    Hit hit = found;
    set_origin(hit.occurrence, origin);
    store_.add(std::move(hit));
  }

  const Authorship& author_of(const ObjectId& commit) {
    const auto known = authors_.find(commit);
    if (known != authors_.end()) return known->second;
    Authorship by;
    if (Result<Object> object = reader_.read(commit)) {
      if (Result<Commit> parsed = parse_commit(object->bytes)) by = authorship(*parsed);
    }
    return authors_.emplace(commit, std::move(by)).first->second;
  }

  [[nodiscard]] bool is_part() const {
    return only_ != nullptr || context_->options().only_reached;
  }

  [[nodiscard]] bool is_wanted(const ObjectId& commit) const {
    if (context_->options().only_reached && !graph_.find(commit)) return false;
    return only_ == nullptr || only_->contains(commit);
  }

  // A tag that no ref names is not part of any chosen history.
  [[nodiscard]] bool is_wanted(const MessageHits& message) const {
    if (!is_part() || !message.is_tag) return is_wanted(message.commit);
    return is_wanted(message.commit) &&
           std::any_of(refs_.begin(), refs_.end(),
                       [&](const Ref& ref) { return ref.target == message.object; });
  }

  void introduced(const Introduction& introduction) {
    if (!is_wanted(introduction.commit)) return;
    const Authorship& by = author_of(introduction.commit);
    Occurrence origin;
    origin.path = introduction.path;
    origin.blob = introduction.blob.hex();
    origin.commit = introduction.commit.hex();
    origin.author = by.author;
    origin.email = by.email;
    origin.date = by.date;
    origin.in_head = introduction.in_head;
    origin.refs = introduction.refs;
    if (introduction.removed_in) origin.removed_in = introduction.removed_in->hex();
    std::vector<Hit> by_path;
    if (introduction.mark == path_mark_) add_path_hits(*context_, origin.path, by_path);
    for (const Hit& hit : by_path) add(hit, origin);
    for (const MarkedHit& marked : hits_[introduction.blob]) {
      if (marked.mark == introduction.mark) add(*marked.hit, origin);
    }
  }

  // Blobs on no commit's tree: staged ones have a path, others only their name.
  void add_orphans(const std::vector<ObjectId>& orphans) {
    if (orphans.empty() || is_part()) return;
    std::multimap<ObjectId, std::string> staged;
    std::vector<Error> errors;
    for (const IndexedBlob& blob : indexed_blobs(repository_, errors)) {
      staged.emplace(blob.blob, blob.path);
    }
    add_errors(errors);
    for (const ObjectId& id : orphans) {
      Occurrence origin;
      origin.blob = id.hex();
      const auto [first, last] = staged.equal_range(id);
      for (const MarkedHit& marked : hits_[id]) {
        if (first == last) {
          origin.place = Place::kOrphan;
          add(*marked.hit, origin);
        }
        for (auto at = first; at != last; ++at) {
          origin.path = at->second;
          add(*marked.hit, origin);
        }
      }
    }
  }

  void add_messages() {
    for (const MessageHits& message : objects_.messages) {
      if (!is_wanted(message)) continue;
      Occurrence origin;
      origin.place = message.is_tag ? Place::kTagMessage : Place::kCommitMessage;
      if (message.is_tag) origin.blob = message.object.hex();
      origin.commit = message.commit.hex();
      origin.author = message.by.author;
      origin.email = message.by.email;
      origin.date = message.by.date;
      for (const Ref& ref : refs_) {
        if (message.is_tag && ref.target == message.object) origin.refs.push_back(ref.name);
      }
      const auto number = graph_.find(message.commit);
      if (!message.is_tag && number && !names_->of(*number).empty()) {
        origin.refs.push_back(names_->of(*number));
      }
      for (const Hit& hit : message.hits) add(hit, origin);
    }
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
  std::unordered_map<ObjectId, Authorship, ObjectIdHash> authors_;
  FindingStore store_;
  uint64_t dropped_by_path_ = 0;
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
  if (scan.objects().skipped.empty() && unlisted.empty() && !(*context)->had_files_cut()) {
    const Status learned = scan.learn();
    if (!learned)
      report.note =
          "Scanned; the memory for the next scan could not be written: " + learned.error().message;
  }
  report.stats = scan.objects().stats;
  if (scan.dropped_by_path() > 0) report.stats.dropped["path"] += scan.dropped_by_path();
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
  finish(report, std::move(scan.store()), **context);
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
