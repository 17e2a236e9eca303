#include "scanner/scan/object_scan.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "scanner/git/object.h"

namespace rekey {
namespace {

// Neighbours in a pack share delta bases, so a thread takes many at a time.
constexpr size_t kIdsAtATime = 256;

std::string_view kind_of(ObjectType type) {
  switch (type) {
    case ObjectType::kBlob:
      return "blob ";
    case ObjectType::kCommit:
      return "commit ";
    case ObjectType::kTag:
      return "tag ";
    default:
      return "object ";
  }
}

// One thread's reader and results.
class Worker {
 public:
  Worker(ObjectReader reader, const std::shared_ptr<const ScanContext>& context)
      : reader_(std::move(reader)), scan_(context), limit_(context->options().max_file_size) {}

  void one(const ObjectId& id) {
    Result<ObjectHeader> header = reader_.header(id);
    if (!header) return skip(ObjectType::kOther, id, header.error());
    const ObjectType type = header->type;
    if (type == ObjectType::kTree || type == ObjectType::kOther) return;
    if (header->size > limit_) {
      return skip(type, id, {ErrorCode::kTooLarge, "larger than --max-file-size"});
    }
    Result<Object> object = reader_.read(id);
    if (!object) return skip(type, id, object.error());
    if (type == ObjectType::kBlob) return blob(id, object->bytes);
    if (type == ObjectType::kCommit) return commit(id, object->bytes);
    tag(id, object->bytes);
  }

  ObjectScan take() {
    out_.stats = scan_.stats();
    out_.stats.commits = out_.commits.size();
    return std::move(out_);
  }

 private:
  void skip(ObjectType type, const ObjectId& id, const Error& error) {
    const size_t colon = error.message.find(": ");  // behind the id
    out_.skipped.push_back(
        {std::string(kind_of(type)) + id.hex(),
         colon == std::string::npos ? error.message : error.message.substr(colon + 2)});
  }

  void blob(const ObjectId& id, std::string_view bytes) {
    std::vector<Hit> hits = scan_.find(bytes);
    if (!hits.empty()) out_.blobs.push_back({id, std::move(hits)});
  }

  void commit(const ObjectId& id, std::string_view bytes) {
    Result<Commit> parsed = parse_commit(bytes);
    if (!parsed) return skip(ObjectType::kCommit, id, parsed.error());
    out_.commits.push_back({id, parsed->tree, parsed->parents, parsed->committer.time});
    message(bytes, parsed->message_begin, {id, id, false, authorship(*parsed), {}});
  }

  void tag(const ObjectId& id, std::string_view bytes) {
    Result<Tag> parsed = parse_tag(bytes);
    if (!parsed) return skip(ObjectType::kTag, id, parsed.error());
    const Signature& by = parsed->tagger;
    message(bytes, parsed->message_begin,
            {id, parsed->target, true, {by.name, by.email, by.date}, {}});
  }

  void message(std::string_view bytes, size_t begin, MessageHits found) {
    found.hits = scan_.find(bytes.substr(begin));
    if (!found.hits.empty()) out_.messages.push_back(std::move(found));
  }

  ObjectReader reader_;
  TextScan scan_;
  uint64_t limit_;
  ObjectScan out_;
};

// The threads' common work list.
class WorkList {
 public:
  WorkList(const std::vector<ObjectId>& ids, const ScanOptions& options)
      : ids_(ids), options_(options) {}

  void run(Worker& worker) {
    for (;;) {
      const size_t begin = next_.fetch_add(kIdsAtATime);
      if (begin >= ids_.size()) return;
      const size_t end = std::min(begin + kIdsAtATime, ids_.size());
      for (size_t i = begin; i < end; ++i) worker.one(ids_[i]);
      report(end - begin);
    }
  }

 private:
  void report(size_t count) {
    if (!options_.progress) return;
    const std::lock_guard lock(progress_);
    options_.progress({"reading objects", done_ += count, ids_.size()});
  }

  const std::vector<ObjectId>& ids_;
  const ScanOptions& options_;
  std::atomic<size_t> next_ = 0;
  std::mutex progress_;
  uint64_t done_ = 0;
};

template <typename T>
void append(std::vector<T>& to, std::vector<T>&& from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

}  // namespace

Authorship authorship(const Commit& commit) {
  return {commit.author.name, commit.author.email, commit.committer.date};
}

Result<ObjectScan> scan_objects(const Repository& repository, const std::vector<ObjectId>& ids,
                                const std::shared_ptr<const ScanContext>& context) {
  std::vector<std::unique_ptr<Worker>> workers;
  const uint64_t pieces = ids.size() / kIdsAtATime + 1;
  for (unsigned i = 0; i < thread_count(context->options(), pieces); ++i) {
    Result<ObjectReader> reader = ObjectReader::open(repository);
    if (!reader) return reader.error();
    workers.push_back(std::make_unique<Worker>(*std::move(reader), context));
  }
  WorkList list(ids, context->options());
  std::vector<std::thread> threads;
  for (size_t i = 1; i < workers.size(); ++i) {
    threads.emplace_back([&list, &worker = *workers[i]] { list.run(worker); });
  }
  list.run(*workers.front());
  for (std::thread& thread : threads) thread.join();

  ObjectScan all;
  for (const auto& worker : workers) {
    ObjectScan part = worker->take();
    append(all.blobs, std::move(part.blobs));
    append(all.messages, std::move(part.messages));
    append(all.commits, std::move(part.commits));
    append(all.skipped, std::move(part.skipped));
    add_stats(all.stats, part.stats);
  }
  const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
  std::sort(all.blobs.begin(), all.blobs.end(), by_id);
  std::sort(all.commits.begin(), all.commits.end(), by_id);
  std::sort(all.messages.begin(), all.messages.end(),
            [](const MessageHits& a, const MessageHits& b) { return a.object < b.object; });
  return all;
}

}  // namespace rekey
