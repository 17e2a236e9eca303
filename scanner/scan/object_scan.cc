#include "scanner/scan/object_scan.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <optional>
#include <utility>

#include "scanner/base/append.h"
#include "scanner/base/memory.h"
#include "scanner/base/threads.h"
#include "scanner/git/object.h"
#include "scanner/scan/carried_stack.h"

namespace rekey {
namespace {

constexpr uint64_t kObjectsWorthAThread = 200;
constexpr size_t kSinglesAtATime = 16;

std::string_view kind_of(ObjectType type) {
  switch (type) {
    case ObjectType::kBlob:
      return "blob ";
    case ObjectType::kCommit:
      return "commit ";
    case ObjectType::kTag:
      return "tag ";
    case ObjectType::kTree:
      return "tree ";
    default:
      return "object ";
  }
}

// One thread's results.
class Worker : public ObjectVisitor {
 public:
  explicit Worker(const std::shared_ptr<const ScanContext>& context)
      : context_(context),
        scan_(context),
        full_texts_(context->options().full_texts),
        keeps_(!context->options().cache.empty()) {}

  [[nodiscard]] bool wants(ObjectType type) const override { return type != ObjectType::kTree; }

  [[nodiscard]] bool wants_copies() const override { return !full_texts_; }

  void object(const VisitedObject& object) override {
    if (had_memory([&] { match(object); })) return;
    carried_ = {};
    scan_.renew();
    failed(object.id, object.type, {ErrorCode::kUnreadable, kNoMemory});
  }

  void match(const VisitedObject& object) {
    if (object.type == ObjectType::kBlob) blob(object);
    if (object.type == ObjectType::kCommit) commit(object.id, object.bytes);
    if (object.type == ObjectType::kTag) tag(object.id, object.bytes);
  }

  void failed(const ObjectId& id, ObjectType type, const Error& error) override {
    const bool large = error.code == ErrorCode::kTooLarge;
    out_.skipped.push_back({std::string(kind_of(type)) + id.hex(),
                            large ? error.message + " (--max-file-size)" : error.message});
  }

  void doubtful(const ObjectId& id, ObjectType type, const Error& error) override {
    failed(id, type, error);
  }

  // Searched like others and counted by nobody: how git packs tells no two reports apart.
  void twin(const VisitedObject& object) override {
    Worker alone(context_);
    alone.object({object.id, object.type, object.bytes, 0, false, {}});
    append(out_.blobs, std::move(alone.out_.blobs));
    append(out_.messages, std::move(alone.out_.messages));
    append(out_.skipped, std::move(alone.out_.skipped));
  }

  // Reads the object, which stays until take(); a tree is kept.
  void single(SingleObject& single, StoreReader& reader) {
    const ObjectId& id = single.id;
    known_ = std::move(single.candidates);
    const uint64_t limit = context_->options().max_file_size;
    Result<Object> object = reader.read(id, std::max(limit, WalkLimits().max_base));
    if (!object) return failed(id, ObjectType::kOther, object.error());
    if (object->type == ObjectType::kTree) {
      trees_.push_back({id, std::move(object->bytes)});
    } else if (object->bytes.size() > limit) {
      failed(id, object->type, {ErrorCode::kTooLarge, "larger than the limit"});
    } else {
      this->object({id, object->type, object->bytes, 0, false, {}});
    }
  }
  std::vector<ReadTree> take_trees() { return std::move(trees_); }

  // Commits' ids are read here: one after the other they come faster than each in its turn.
  ObjectScan take() {
    for (size_t i = 0; i < commit_ids_.size(); ++i) out_.commits[i].id = commit_ids_[i].id();
    out_.stats = scan_.stats();
    out_.stats.commits = out_.commits.size();
    return std::move(out_);
  }

 private:
  void blob(const VisitedObject& object) {
    const CarriedEnds* base = object.derived ? carried_.base_of(object.depth) : nullptr;
    CarriedEnds* memory = object.is_base && !full_texts_ ? &carried_.place(object.depth) : nullptr;
    std::vector<Hit> hits = find(object.bytes, base, object.copies, memory);
    if (memory != nullptr) carried_.keep(object.depth);
    if (!hits.empty()) out_.blobs.push_back({object.id, std::move(hits), candidates()});
  }

  std::vector<Hit> find(std::string_view text, const CarriedEnds* base = nullptr,
                        std::span<const CopiedBytes> copies = {}, CarriedEnds* memory = nullptr) {
    if (!known_.empty()) {
      if (auto hits = scan_.find_known(text, std::exchange(known_, {}))) return *std::move(hits);
    }
    return scan_.find_changed(text, base, copies, memory);
  }

  // Those of the latest text, for the cache.
  [[nodiscard]] std::vector<Candidate> candidates() const {
    return keeps_ ? scan_.candidates() : std::vector<Candidate>();
  }

  void commit(const IdView& at, std::string_view bytes) {
    Result<CommitLines> lines = commit_lines(bytes);
    if (!lines) return failed(at, ObjectType::kCommit, lines.error());
    commit_ids_.push_back(at);
    out_.commits.push_back({{}, lines->tree, std::move(lines->parents), time_of(lines->committer)});
    std::vector<Hit> hits = find(bytes.substr(lines->message_begin));
    if (hits.empty()) return;
    const Result<Commit> parsed = parse_commit(bytes);
    if (!parsed) return;  // its lines are there
    const ObjectId id = at.id();
    out_.messages.push_back(
        {id, id, false, authorship(parsed.value()), std::move(hits), candidates()});
  }

  void tag(const ObjectId& id, std::string_view bytes) {
    Result<Tag> parsed = parse_tag(bytes);
    if (!parsed) return failed(id, ObjectType::kTag, parsed.error());
    std::vector<Hit> hits = find(bytes.substr(parsed->message_begin));
    if (hits.empty()) return;
    const Signature& by = parsed->tagger;
    out_.messages.push_back(
        {id, parsed->target, true, {by.name, by.email, by.date()}, std::move(hits), candidates()});
  }

  std::shared_ptr<const ScanContext> context_;
  TextScan scan_;
  CarriedStack carried_;
  bool full_texts_;
  bool keeps_;                    // candidates
  std::vector<Candidate> known_;  // of the object that is read next
  ObjectScan out_;
  std::vector<IdView> commit_ids_;  // of out_.commits
  std::vector<ReadTree> trees_;
};

constexpr auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };

// What packs have under one id as one object, a secret at one place once.
void join_twins(std::vector<ObjectHits>& blobs) {
  const auto is_same = [](const Hit& a, const Hit& b) {
    return a.occurrence.line == b.occurrence.line && a.occurrence.column == b.occurrence.column &&
           a.secret.reveal() == b.secret.reveal() && a.rule == b.rule;
  };
  size_t kept = 0;
  for (size_t i = 0; i < blobs.size(); ++i) {
    if (kept == 0 || blobs[kept - 1].id != blobs[i].id) {
      if (kept != i) blobs[kept] = std::move(blobs[i]);
      ++kept;
      continue;
    }
    std::vector<Hit>& hits = blobs[kept - 1].hits;
    for (Hit& hit : blobs[i].hits) {
      if (std::none_of(hits.begin(), hits.end(),
                       [&](const Hit& had) { return is_same(had, hit); })) {
        hits.push_back(std::move(hit));
      }
    }
  }
  blobs.resize(kept);
}

ObjectScan merged(const std::vector<std::unique_ptr<Worker>>& workers) {
  ObjectScan all;
  for (const auto& worker : workers) {
    ObjectScan part = worker->take();
    append(all.blobs, std::move(part.blobs));
    append(all.messages, std::move(part.messages));
    append(all.commits, std::move(part.commits));
    append(all.skipped, std::move(part.skipped));
    add_stats(all.stats, part.stats);
  }
  std::stable_sort(all.blobs.begin(), all.blobs.end(), by_id);
  join_twins(all.blobs);
  std::stable_sort(all.messages.begin(), all.messages.end(),
                   [](const MessageHits& a, const MessageHits& b) { return a.object < b.object; });
  return all;
}

}  // namespace

Authorship authorship(const Commit& commit) {
  return {commit.author.name, commit.author.email, commit.committer.date()};
}

Result<ObjectScan> scan_objects(const ObjectStore& store,
                                const std::shared_ptr<const ScanContext>& context) {
  const ScanOptions& options = context->options();
  std::vector<std::unique_ptr<Worker>> workers;
  std::vector<ObjectVisitor*> visitors;
  for (unsigned i = 0; i < thread_count(options, store.count() / kObjectsWorthAThread + 1); ++i) {
    workers.push_back(std::make_unique<Worker>(context));
    visitors.push_back(workers.back().get());
  }
  WalkLimits limits;
  limits.max_object = options.max_file_size;
  std::function<void(uint64_t, uint64_t)> progress;
  if (options.progress) {
    progress = [&](uint64_t done, uint64_t total) {
      options.progress({"reading objects", done, total});
    };
  }
  Status status;
  const bool is_whole = had_memory([&] { status = store.walk(limits, visitors, progress); });
  if (!status) return status.error();
  ObjectScan all = merged(workers);
  if (!is_whole) all.skipped.push_back({"objects", "the memory was too small for all of them"});
  return all;
}

// Threads take some at a time.
Result<ObjectScan> scan_singles(const ObjectStore& store,
                                const std::shared_ptr<const ScanContext>& context,
                                std::vector<SingleObject> singles, std::vector<ReadTree>& trees) {
  std::vector<std::unique_ptr<Worker>> workers;
  std::vector<StoreReader> readers;
  for (unsigned i = 0; i < thread_count(context->options(), singles.size() / kSinglesAtATime);
       ++i) {
    workers.push_back(std::make_unique<Worker>(context));
    Result<StoreReader> reader = StoreReader::open(store);
    if (!reader) return reader.error();
    readers.push_back(*std::move(reader));
  }
  std::atomic<size_t> next = 0;
  on_threads(workers.size(), [&](size_t number) {
    for (size_t begin = 0; (begin = next.fetch_add(kSinglesAtATime)) < singles.size();) {
      const size_t end = std::min(begin + kSinglesAtATime, singles.size());
      for (size_t i = begin; i < end; ++i) {
        workers[number]->single(singles[i], readers[number]);
      }
    }
  });
  for (const auto& worker : workers) append(trees, worker->take_trees());
  std::sort(trees.begin(), trees.end(), by_id);
  return merged(workers);
}

}  // namespace rekey
