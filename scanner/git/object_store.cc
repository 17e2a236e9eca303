#include "scanner/git/object_store.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>

#include "scanner/base/file.h"

namespace rekey {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxAlternateDepth = 5;  // as git
constexpr uint64_t kLargestAlternates = uint64_t{1} << 20;
constexpr size_t kRootsAtATime = 32;
constexpr size_t kLooseAtATime = 64;

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    names.push_back(at->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool is_hex(const std::string& text) {
  return text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

void list_loose(const std::string& folder, std::vector<ObjectId>& out) {
  for (const std::string& first : names_in(folder)) {
    if (first.size() != 2 || !is_hex(first)) continue;
    std::string inner = folder;
    inner.append("/").append(first);
    for (const std::string& rest : names_in(inner)) {
      std::string name = first;
      if (const auto id = ObjectId::from_hex(name.append(rest))) out.push_back(*id);
    }
  }
}

// The object folders that `folder` names in info/alternates.
std::vector<std::string> alternates_of(const std::string& folder) {
  std::vector<std::string> out;
  const Result<std::string> text = read_file(folder + "/info/alternates", kLargestAlternates);
  if (!text) return out;
  std::istringstream lines(text.value());
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::string path = line.front() == '/' ? std::string() : folder;
    if (!path.empty()) path += '/';
    out.push_back(path.append(line));
  }
  return out;
}

// The repository's object folders: its own first.
std::vector<std::string> object_folders(const std::string& own) {
  std::vector<std::string> folders;
  std::set<std::string> seen;
  std::vector<std::string> open{own};
  for (int depth = 0; depth <= kMaxAlternateDepth && !open.empty(); ++depth) {
    std::vector<std::string> next;
    for (const std::string& folder : open) {
      std::error_code error;
      const std::string real = fs::weakly_canonical(folder, error).string();
      if (error || !seen.insert(real).second) continue;
      folders.push_back(real);
      for (std::string& other : alternates_of(real)) next.push_back(std::move(other));
    }
    open = std::move(next);
  }
  return folders;
}

// Passes on what no earlier pack has had already.
class OnceVisitor : public ObjectVisitor {
 public:
  OnceVisitor(ObjectVisitor& inner, std::function<bool(const ObjectId&)> had)
      : inner_(inner), had_(std::move(had)) {}

  [[nodiscard]] bool wants(ObjectType type) const override { return inner_.wants(type); }
  [[nodiscard]] bool wants_copies() const override { return inner_.wants_copies(); }
  void object(const VisitedObject& object) override {
    const bool had = had_(object.id);
    passed_on_.resize(object.depth + 1);
    passed_on_[object.depth] = !had;
    if (had) return;
    VisitedObject own = object;
    own.derived = object.derived && passed_on_[object.depth - 1];
    inner_.object(own);
  }
  void failed(const ObjectId& id, ObjectType type, const Error& error) override {
    if (!had_(id)) inner_.failed(id, type, error);
  }

 private:
  ObjectVisitor& inner_;
  std::function<bool(const ObjectId&)> had_;
  std::vector<bool> passed_on_;  // by depth
};

}  // namespace

// One walk: the work that its threads share.
class StoreWalk {
 public:
  StoreWalk(const ObjectStore& store, const WalkLimits& limits,
            const std::function<void(uint64_t, uint64_t)>& progress)
      : store_(store),
        limits_(limits),
        progress_(progress),
        next_root_(store.packs_.size()),
        total_(pieces()) {}

  void run(const ObjectReader& reader, ObjectVisitor& visitor) {
    PackWalk walk(limits_, [&reader](const ObjectId& id) { return reader.read(id); });
    for (size_t p = 0; p < store_.packs_.size(); ++p) one_pack(p, walk, visitor);
    for (;;) {
      const size_t begin = next_loose_.fetch_add(kLooseAtATime);
      if (begin >= store_.loose_.size()) break;
      const size_t end = std::min(begin + kLooseAtATime, store_.loose_.size());
      for (size_t i = begin; i < end; ++i) one_loose(store_.loose_[i], reader, visitor);
      report(end - begin);
    }
  }

 private:
  [[nodiscard]] uint64_t pieces() const {
    uint64_t all = store_.loose_.size();
    for (const PackFile& pack : store_.packs_) all += pack.roots().size();
    return all;
  }

  void one_pack(size_t number, PackWalk& walk, ObjectVisitor& visitor) {
    const PackFile& pack = store_.packs_[number];
    OnceVisitor once(visitor,
                     [&](const ObjectId& id) { return store_.in_packs_before(number, id); });
    ObjectVisitor& to = number == 0 ? visitor : once;
    for (;;) {
      const size_t begin = next_root_[number].fetch_add(kRootsAtATime);
      if (begin >= pack.roots().size()) return;
      const size_t end = std::min(begin + kRootsAtATime, pack.roots().size());
      for (size_t i = begin; i < end; ++i) walk.run(pack, pack.roots()[i], to);
      report(end - begin);
    }
  }

  void one_loose(const ObjectId& id, const ObjectReader& reader, ObjectVisitor& visitor) const {
    const Result<ObjectHeader> header = reader.header(id);
    if (!header) return fail(id, ObjectType::kOther, header.error(), visitor);
    const ObjectType type = header.value().type;
    if (!visitor.wants(type)) return;
    if (header.value().size > limits_.max_object) {
      return visitor.failed(id, type, {ErrorCode::kTooLarge, "larger than the limit"});
    }
    const Result<Object> object = reader.read(id);
    if (!object) return fail(id, type, object.error(), visitor);
    visitor.object({id, type, object.value().bytes, 0, false, {}});
  }

  // The reader's messages start with the id.
  static void fail(const ObjectId& id, ObjectType type, const Error& error,
                   ObjectVisitor& visitor) {
    const size_t colon = error.message.find(": ");
    visitor.failed(
        id, type,
        {error.code, colon == std::string::npos ? error.message : error.message.substr(colon + 2)});
  }

  void report(uint64_t count) {
    if (!progress_) return;
    const std::lock_guard lock(reporting_);
    progress_(done_ += count, total_);
  }

  const ObjectStore& store_;
  const WalkLimits& limits_;
  const std::function<void(uint64_t, uint64_t)>& progress_;
  std::vector<std::atomic<size_t>> next_root_;  // by pack
  std::atomic<size_t> next_loose_ = 0;
  std::mutex reporting_;
  uint64_t done_ = 0;
  uint64_t total_;
};

bool ObjectStore::in_packs_before(size_t pack, const ObjectId& id) const {
  return std::any_of(packs_.begin(), packs_.begin() + static_cast<ptrdiff_t>(pack),
                     [&](const PackFile& before) { return before.index().find(id).has_value(); });
}

void ObjectStore::add_pack(const std::string& path, std::vector<Error>& errors) {
  Result<PackFile> pack = PackFile::open(path);
  if (!pack) {
    errors.push_back(pack.error());
    return;
  }
  for (const PackFile::Broken& broken : pack->link()) {
    broken_.push_back({pack->id(broken.node), broken.why});
  }
  packs_.push_back(*std::move(pack));
}

void ObjectStore::add_folder(const std::string& folder, std::vector<Error>& errors) {
  for (const std::string& name : names_in(folder + "/pack")) {
    if (name.starts_with("pack-") && name.ends_with(".idx")) {
      add_pack(folder + "/pack/" + name.substr(0, name.size() - 4), errors);
    }
  }
  list_loose(folder, loose_);
}

Result<ObjectStore> ObjectStore::open(const Repository& repository, std::vector<Error>& errors,
                                      Reading reading) {
  ObjectStore store(repository);
  if (reading == Reading::kOneByOne) {
    Result<std::vector<ObjectId>> ids = repository.object_ids(errors);
    if (!ids) return ids.error();
    store.loose_ = *std::move(ids);
    std::sort(store.loose_.begin(), store.loose_.end());
    return store;
  }
  for (const std::string& folder : object_folders(repository.objects_folder())) {
    store.add_folder(folder, errors);
  }
  std::sort(store.loose_.begin(), store.loose_.end());
  store.loose_.erase(std::unique(store.loose_.begin(), store.loose_.end()), store.loose_.end());
  std::erase_if(store.loose_,
                [&](const ObjectId& id) { return store.in_packs_before(store.packs_.size(), id); });
  return store;
}

uint64_t ObjectStore::count() const {
  uint64_t all = loose_.size();
  for (const PackFile& pack : packs_) all += pack.count();
  return all;
}

Status ObjectStore::walk(const WalkLimits& limits, const std::vector<ObjectVisitor*>& visitors,
                         const std::function<void(uint64_t, uint64_t)>& progress) const {
  std::vector<ObjectReader> readers;
  for (size_t i = 0; i < visitors.size(); ++i) {
    Result<ObjectReader> reader = ObjectReader::open(*repository_);
    if (!reader) return reader.error();
    readers.push_back(*std::move(reader));
  }
  StoreWalk walk(*this, limits, progress);
  std::vector<std::thread> threads;
  for (size_t i = 1; i < visitors.size(); ++i) {
    threads.emplace_back([&, i] { walk.run(readers[i], *visitors[i]); });
  }
  walk.run(readers.front(), *visitors.front());
  for (std::thread& thread : threads) thread.join();
  for (const BrokenNode& broken : broken_) {
    visitors.front()->failed(broken.id, ObjectType::kOther, {ErrorCode::kMalformed, broken.why});
  }
  return {};
}

}  // namespace rekey
