#include "scanner/scan/objects/object_scan.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <optional>
#include <tuple>
#include <utility>

#include "scanner/base/append.h"
#include "scanner/base/memory.h"
#include "scanner/base/threads.h"
#include "scanner/git/object/object.h"
#include "scanner/git/object/object_hash.h"
#include "scanner/scan/objects/delta_stack.h"
#include "scanner/scan/objects/marks.h"
#include "scanner/scan/text/header_text.h"

namespace rekey {
namespace {

constexpr uint64_t kObjectsWorthAThread = 200;
constexpr size_t kSinglesAtATime = 16;

// Marks of brief blobs, by all threads: those of the blobs of the least ids are kept, whichever
// thread met them. 4 bytes each.
constexpr size_t kMostMarks = size_t{8} << 20;

constexpr auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };

// Of the blobs with hits, which are by id, those of the least ids that have up to `most` in all.
// How many these have.
size_t keep_least(ObjectScan& scan, size_t most) {
  size_t hits = 0;
  auto blob = scan.blobs.begin();
  auto brief = scan.brief.begin();
  while (blob != scan.blobs.end() || brief != scan.brief.end()) {
    const bool is_brief =
        blob == scan.blobs.end() || (brief != scan.brief.end() && brief->id < blob->id);
    const size_t own = is_brief ? brief->marks.size() : blob->hits.size();
    if (own > most - hits) break;
    hits += own;
    if (is_brief) {
      ++brief;
    } else {
      ++blob;
    }
  }
  scan.blobs.erase(blob, scan.blobs.end());
  scan.brief.erase(brief, scan.brief.end());
  return hits;
}

// The same of brief ones alone, in any order.
size_t keep_least(std::vector<BriefObject>& brief, size_t most) {
  std::sort(brief.begin(), brief.end(), by_id);
  size_t hits = 0;
  auto end = brief.begin();
  for (; end != brief.end() && end->hits <= most - hits; ++end) hits += end->hits;
  brief.erase(end, brief.end());
  return hits;
}

// One thread's results.
class Worker : public ObjectVisitor {
 public:
  Worker(const std::shared_ptr<const ScanContext>& context, size_t most_hits)
      : context_(context),
        scan_(context),
        marks_(context->rules()),
        most_hits_(most_hits),
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
    if (context_->options().deadline.over()) failed(object.id, object.type, out_of_time());
  }

  void failed(const ObjectId& id, ObjectType type, const Error& error) override {
    const bool large = error.code == ErrorCode::kTooLarge && error.message != kOutOfTime;
    out_.skipped.push_back({std::string(type_name(type)) + " " + id.hex(),
                            large ? error.message + " (--max-file-size)" : error.message});
  }

  void doubtful(const ObjectId& id, ObjectType type, const Error& error) override {
    failed(id, type, error);
  }

  // Searched like others and counted by nobody: how git packs tells no two reports apart.
  void twin(const VisitedObject& object) override {
    Worker alone(context_, SIZE_MAX);
    alone.object({object.id, object.type, object.bytes, 0, false, {}});
    blob_hits_ += alone.blob_hits_;
    if (kept_ >= most_hits_) return;  // what is read again is not a twin: they are left out
    kept_ += alone.kept_;
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

  [[nodiscard]] uint64_t blob_hits() const { return blob_hits_; }

  // Commits' ids are read here: one after the other they come faster than each in its turn.
  ObjectScan take() {
    for (size_t i = 0; i < commit_ids_.size(); ++i) out_.commits[i].id = commit_ids_[i].id();
    out_.names = marks_.names();
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
    if (hits.empty()) return;
    blob_hits_ += hits.size();
    if (!keeps_hits(hits.size())) return brief(object.id, hits);
    out_.blobs.push_back({object.id, std::move(hits), candidates()});
  }

  // What is met behind those that are kept has its marks alone.
  bool keeps_hits(size_t count) {
    if (kept_ >= most_hits_) return false;
    kept_ += count;
    scan_.set_brief(kept_ >= most_hits_);
    return true;
  }

  void brief(const ObjectId& id, const std::vector<Hit>& hits) {
    BriefObject& blob = out_.brief.emplace_back(BriefObject{id, hits.size(), {}});
    blob.marks.reserve(hits.size());
    for (const Hit& hit : hits) blob.marks.push_back(marks_.of(hit));
    marks_kept_ += hits.size();
    if (marks_kept_ <= 2 * kMostMarks) return;
    marks_kept_ = keep_least(out_.brief, kMostMarks);
  }

  void brief_message(const ObjectId& id, size_t hits) {
    out_.brief_messages.push_back({id, hits, {}});
  }

  // Of what was being read when the deadline came.
  static Error out_of_time() { return {ErrorCode::kTooLarge, std::string(kOutOfTime)}; }

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
    MessageHits message;
    message.hits = find(bytes.substr(lines->message_begin));
    if (!message.hits.empty()) message.candidates = candidates();
    const HeaderText header{bytes, lines->ids_end, lines->message_begin};
    std::vector<Hit> in_header = find_in_header(scan_, header);
    const size_t hits = message.hits.size() + in_header.size();
    if (hits == 0) return;
    if (!keeps_hits(hits)) return brief_message(at.id(), hits);
    const Result<Commit> parsed = parse_commit(bytes);
    if (!parsed) return;  // its lines are there
    message.object = message.commit = at.id();
    message.by = authorship(parsed.value());
    add(std::move(message), std::move(in_header));
  }

  void tag(const ObjectId& id, std::string_view bytes) {
    Result<Tag> parsed = parse_tag(bytes);
    if (!parsed) return failed(id, ObjectType::kTag, parsed.error());
    const Signature& by = parsed->tagger;
    MessageHits message{id, parsed->target, Place::kTagMessage, {by.name, by.email, by.date()}, {},
                        {}};
    message.hits = find(bytes.substr(parsed->message_begin));
    if (!message.hits.empty()) message.candidates = candidates();
    const HeaderText header{bytes, parsed->ids_end, parsed->message_begin};
    std::vector<Hit> in_header = find_in_header(scan_, header);
    const size_t hits = message.hits.size() + in_header.size();
    if (hits == 0) return;
    if (!keeps_hits(hits)) return brief_message(id, hits);
    add(std::move(message), std::move(in_header));
  }

  // Those of the two that have hits.
  void add(MessageHits message, std::vector<Hit> in_header) {
    if (!in_header.empty()) {
      out_.messages.push_back({message.object,
                               message.commit,
                               header_of(message.place),
                               message.by,
                               std::move(in_header),
                               {}});
    }
    if (!message.hits.empty()) out_.messages.push_back(std::move(message));
  }

  std::shared_ptr<const ScanContext> context_;
  TextScan scan_;
  DeltaStack carried_;
  Marks marks_;             // of brief blobs
  size_t most_hits_;        // after which blobs are brief
  size_t kept_ = 0;         // hits
  size_t marks_kept_ = 0;   // those in out_.brief
  uint64_t blob_hits_ = 0;  // all that were met
  bool full_texts_;
  bool keeps_;                    // candidates
  std::vector<Candidate> known_;  // of the object that is read next
  ObjectScan out_;
  std::vector<IdView> commit_ids_;  // of out_.commits
  std::vector<ReadTree> trees_;
};

void append_brief(std::vector<BriefObject>& all, ObjectScan& part, Marks& marks) {
  std::vector<uint32_t> numbers;
  for (std::string& name : part.names) numbers.push_back(marks.of_name(std::move(name)));
  for (BriefObject& blob : part.brief) {
    for (uint32_t& mark : blob.marks) mark = numbers[mark];
  }
  append(all, std::move(part.brief));
}

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

ObjectScan merged(const std::vector<std::unique_ptr<Worker>>& workers,
                  const std::vector<Rule>& rules) {
  ObjectScan all;
  Marks marks(rules);
  uint64_t blob_hits = 0;
  for (const auto& worker : workers) {
    blob_hits += worker->blob_hits();
    ObjectScan part = worker->take();
    append_brief(all.brief, part, marks);
    append(all.brief_messages, std::move(part.brief_messages));
    append(all.blobs, std::move(part.blobs));
    append(all.messages, std::move(part.messages));
    append(all.commits, std::move(part.commits));
    append(all.skipped, std::move(part.skipped));
    add_stats(all.stats, part.stats);
  }
  all.names = marks.names();
  std::sort(all.brief_messages.begin(), all.brief_messages.end(), by_id);
  std::sort(all.brief.begin(), all.brief.end(), by_id);
  std::stable_sort(all.blobs.begin(), all.blobs.end(), by_id);
  all.stats.left_out += blob_hits - keep_least(all, kMostMarks);
  join_twins(all.blobs);
  std::stable_sort(all.messages.begin(), all.messages.end(),
                   [](const MessageHits& a, const MessageHits& b) {
                     return std::tie(a.object, a.place) < std::tie(b.object, b.place);
                   });
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
  const unsigned threads = thread_count(options, store.count() / kObjectsWorthAThread + 1);
  for (unsigned i = 0; i < threads; ++i) {
    workers.push_back(std::make_unique<Worker>(context, context->options().most_hits / threads));
    visitors.push_back(workers.back().get());
  }
  WalkLimits limits;
  limits.max_object = options.max_file_size;
  limits.deadline = options.deadline;
  std::function<void(uint64_t, uint64_t)> progress;
  if (options.progress) {
    progress = [&](uint64_t done, uint64_t total) {
      options.progress({"reading objects", done, total});
    };
  }
  WalkLeft left;
  Status status;
  const bool is_whole = had_memory([&] { status = store.walk(limits, visitors, progress, &left); });
  if (!status) return status.error();
  ObjectScan all = merged(workers, context->rules());
  if (!is_whole) all.skipped.push_back({"objects", "the memory was too small for all of them"});
  for (const Error& error : errors_of(left, "objects")) all.skipped.push_back(skipped_of(error));
  return all;
}

// Threads take some at a time.
Result<ObjectScan> scan_singles(const ObjectStore& store,
                                const std::shared_ptr<const ScanContext>& context,
                                std::vector<SingleObject> singles, std::vector<ReadTree>& trees,
                                bool all_hits) {
  std::vector<std::unique_ptr<Worker>> workers;
  std::vector<StoreReader> readers;
  const unsigned threads = thread_count(context->options(), singles.size() / kSinglesAtATime);
  for (unsigned i = 0; i < threads; ++i) {
    workers.push_back(std::make_unique<Worker>(
        context, all_hits ? SIZE_MAX : context->options().most_hits / threads));
    Result<StoreReader> reader = StoreReader::open(store);
    if (!reader) return reader.error();
    readers.push_back(*std::move(reader));
  }
  std::atomic<size_t> next = 0;
  std::atomic<uint64_t> late = 0;
  on_threads(workers.size(), [&](size_t number) {
    for (size_t begin = 0; (begin = next.fetch_add(kSinglesAtATime)) < singles.size();) {
      const size_t end = std::min(begin + kSinglesAtATime, singles.size());
      for (size_t i = begin; i < end; ++i) {
        if (context->options().deadline.over()) {
          ++late;
          continue;
        }
        workers[number]->single(singles[i], readers[number]);
      }
    }
  });
  for (const auto& worker : workers) append(trees, worker->take_trees());
  std::sort(trees.begin(), trees.end(), by_id);
  ObjectScan scan = merged(workers, context->rules());
  for (const Error& error : errors_of({late, 0}, "objects")) {
    scan.skipped.push_back(skipped_of(error));
  }
  return scan;
}

}  // namespace rekey
