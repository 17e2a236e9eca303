#include "scanner/git/store/object_store.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>

#include "scanner/base/threads.h"
#include "scanner/git/object/object_folders.h"
#include "scanner/git/pack/pack_read.h"
#include "scanner/git/pack/twin_check.h"

namespace rekey {
namespace {

constexpr size_t kRootsAtATime = 32;
constexpr size_t kLooseAtATime = 64;

// git may replace packs and loose objects by new packs while they are listed; it will not for ever.
constexpr int kMaxListings = 5;

// Passes on what no other pack is to give, and notes what all of them have.
class OnceVisitor : public ObjectVisitor {
 public:
  OnceVisitor(ObjectVisitor& inner, size_t pack, TwinCheck::Part& twins,
              std::function<bool(const ObjectId&)> had)
      : inner_(inner), pack_(pack), twins_(twins), had_(std::move(had)) {}

  [[nodiscard]] bool wants(ObjectType type) const override { return inner_.wants(type); }
  [[nodiscard]] bool wants_copies() const override { return inner_.wants_copies(); }
  void object(const VisitedObject& object) override {
    const bool had = had_(object.id);
    passed_on_.resize(object.depth + 1);
    passed_on_[object.depth] = !had;
    if (had) return twins_.passed_over(object.id, object.type, object.bytes, pack_);
    twins_.given(object.id, object.type, object.bytes);
    VisitedObject own = object;
    own.derived = object.derived && passed_on_[object.depth - 1];
    inner_.object(own);
  }
  void failed(const ObjectId& id, ObjectType type, const Error& error) override {
    if (!had_(id)) inner_.failed(id, type, error);
  }
  void doubtful(const ObjectId& id, ObjectType type, const Error& error) override {
    inner_.doubtful(id, type, error);
  }

 private:
  ObjectVisitor& inner_;
  size_t pack_;
  TwinCheck::Part& twins_;
  std::function<bool(const ObjectId&)> had_;
  std::vector<bool> passed_on_;  // by depth
};

}  // namespace

// One walk: the work that its threads share.
class StoreWalk {
 public:
  StoreWalk(const ObjectStore& store, const WalkLimits& limits,
            const std::function<void(uint64_t, uint64_t)>& progress, size_t threads)
      : store_(store),
        twins_(threads),
        limits_(limits),
        progress_(progress),
        unfolded_(packed_bytes(store)),
        next_root_(store.packs_.packs().size()),
        total_(pieces()) {}

  [[nodiscard]] WalkLeft left() const { return {late_, swollen_}; }

  void run(StoreReader& reader, ObjectVisitor& visitor, size_t thread) {
    PackWalk walk(limits_, unfolded_, *store_.checks_,
                  [&](const ObjectId& id, const PackFile& not_in) {
                    return reader.read(id, std::max(limits_.max_base, limits_.max_object), &not_in);
                  });
    for (size_t p = 0; p < store_.packs_.packs().size(); ++p) {
      one_pack(p, walk, visitor, twins_.part(thread));
    }
    for (;;) {
      const size_t begin = next_loose_.fetch_add(kLooseAtATime);
      if (begin >= store_.loose_.size()) break;
      const size_t end = std::min(begin + kLooseAtATime, store_.loose_.size());
      for (size_t i = begin; i < end; ++i) {
        if (limits_.deadline.over()) {
          ++late_;
        } else {
          one_loose(store_.loose_[i], reader, visitor);
        }
      }
      report(end - begin);
    }
  }

  // After all threads' run().
  void run_twins(StoreReader& reader, ObjectVisitor& visitor) {
    for (const Twin& twin : twins_.differing()) {
      const Result<Object> object = reader.read_from(twin.pack, twin.id, limits_.max_object);
      if (!object) {
        fail(twin.id, ObjectType::kOther, object.error(), visitor);
        continue;
      }
      visitor.twin({twin.id, object.value().type, object.value().bytes, 0, false, {}});
      visitor.doubtful(twin.id, object.value().type,
                       {ErrorCode::kMalformed, "packs have different bytes under its id"});
    }
    // Their bytes are those that the id names: a pack that has others has been given.
    for (const ObjectId& id : store_.loose_twins_) {
      const Result<Object> object = reader.read_loose(id, limits_.max_object);
      if (object && visitor.wants(object.value().type)) {
        visitor.twin({id, object.value().type, object.value().bytes, 0, false, {}});
      }
    }
  }

 private:
  static uint64_t packed_bytes(const ObjectStore& store) {
    uint64_t all = 0;
    for (const PackFile& pack : store.packs_.packs()) all += pack.bytes();
    return all;
  }

  [[nodiscard]] uint64_t pieces() const {
    uint64_t all = store_.loose_.size();
    for (const PackFile& pack : store_.packs_.packs()) all += pack.roots().size();
    return all;
  }

  void one_pack(size_t number, PackWalk& walk, ObjectVisitor& visitor, TwinCheck::Part& twins) {
    const PackFile& pack = store_.packs_.packs()[number];
    // What no look-up finds, in an index that is out of order, is given where it is.
    OnceVisitor once(visitor, number, twins, [&](const ObjectId& id) {
      return store_.packs_.giver(id).value_or(number) != number;
    });
    ObjectVisitor& to = store_.packs_.packs().size() == 1 ? visitor : once;
    for (;;) {
      const size_t begin = next_root_[number].fetch_add(kRootsAtATime);
      if (begin >= pack.roots().size()) return;
      const size_t end = std::min(begin + kRootsAtATime, pack.roots().size());
      for (size_t i = begin; i < end; ++i) {
        if (!walk.run(pack, pack.roots()[i], to)) ++(unfolded_.too_many() ? swollen_ : late_);
      }
      report(end - begin);
    }
  }

  void one_loose(const ObjectId& id, StoreReader& reader, ObjectVisitor& visitor) const {
    const Result<ObjectHeader> header = reader.loose_header(id);
    if (!header) return fail(id, ObjectType::kOther, header.error(), visitor);
    const ObjectType type = header.value().type;
    if (!visitor.wants(type)) return;
    if (header.value().size > limits_.max_object) {
      return visitor.failed(id, type, {ErrorCode::kTooLarge, "larger than the limit"});
    }
    const Result<Object> object = reader.read_loose(id, limits_.max_object);
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
  TwinCheck twins_;
  const WalkLimits& limits_;
  const std::function<void(uint64_t, uint64_t)>& progress_;
  UnfoldedBytes unfolded_;
  std::atomic<uint64_t> late_ = 0, swollen_ = 0;
  std::vector<std::atomic<size_t>> next_root_;  // by pack
  std::atomic<size_t> next_loose_ = 0;
  std::mutex reporting_;
  uint64_t done_ = 0;
  uint64_t total_;
};

std::vector<Error> errors_of(const WalkLeft& left, const std::string& what) {
  std::vector<Error> out;
  const auto add = [&](uint64_t count, const char* why) {
    if (count == 0) return;
    out.push_back({ErrorCode::kTooLarge, std::to_string(count) + " or more " + what + ": " + why});
  };
  add(left.late, "out of time");
  add(left.swollen, "the packs unfold to too many bytes for their size");
  return out;
}

StoreReader::StoreReader(const ObjectStore& store, ObjectReader others)
    : store_(&store),
      others_(std::move(others)),
      loose_(store.folders_),
      inflater_(std::make_unique<Inflater>()) {}

Result<StoreReader> StoreReader::open(const ObjectStore& store) {
  Result<ObjectReader> others = ObjectReader::open(*store.repository_);
  if (!others) return others.error();
  StoreReader reader(store, *std::move(others));
  const bool is_judged = store.reading_ == Reading::kOneByOne && store.id_size() == ObjectId::kSha1;
  if (!is_judged) return reader;
  Result<JudgeObjects> judge = JudgeObjects::open(store.repository_->objects_folder());
  if (!judge) return judge.error();
  reader.judge_.emplace(*std::move(judge));
  return reader;
}

Result<Object> StoreReader::read(const ObjectId& id, uint64_t max_bytes, const PackFile* not_in) {
  if (judge_) return judge_->read(id, max_bytes);
  const std::vector<PackFile>& packs = store_->packs_.packs();
  std::optional<Error> damaged;
  const auto from = [&](const PackFile& pack) -> std::optional<Object> {
    const auto position = pack.index().find(id);
    if (!position) return std::nullopt;
    if (!damaged) damaged = Error{ErrorCode::kMalformed, "damaged"};
    if (&pack == not_in) return std::nullopt;
    Result<Object> object = read_packed(pack, *position, max_bytes, *inflater_);
    if (object) return *std::move(object);
    damaged = object.error();
    return std::nullopt;
  };
  const auto giver = store_->packs_.giver(id);
  if (giver) {
    if (auto object = from(packs[*giver])) return *std::move(object);
    for (size_t i = 0; i < packs.size(); ++i) {
      if (i == *giver) continue;
      if (auto object = from(packs[i])) return *std::move(object);
    }
  }
  Result<Object> loose = loose_.read(id, max_bytes);
  if (loose) return loose;
  if (damaged) return *damaged;
  return others_.read(id, max_bytes);
}

Result<Object> StoreReader::read_from(size_t pack, const ObjectId& id, uint64_t max_bytes) {
  const PackFile& file = store_->packs_.packs()[pack];
  const auto position = file.index().find(id);
  if (!position) return Error{ErrorCode::kNotFound, id.hex() + ": missing"};
  Result<Object> object = read_packed(file, *position, max_bytes, *inflater_);
  if (object) return object;
  return Error{object.error().code, id.hex() + ": " + object.error().message};
}

Result<ObjectHeader> StoreReader::loose_header(const ObjectId& id) {
  if (judge_) return judge_->header(id);
  Result<ObjectHeader> header = loose_.header(id);
  const bool is_missing = !header && header.error().code == ErrorCode::kNotFound;
  return is_missing ? others_.header(id) : header;
}

Result<Object> StoreReader::read_loose(const ObjectId& id, uint64_t max_bytes) {
  if (judge_) return judge_->read(id, max_bytes);
  Result<Object> object = loose_.read(id, max_bytes);
  const bool is_missing = !object && object.error().code == ErrorCode::kNotFound;
  return is_missing ? others_.read(id, max_bytes) : object;
}

// Packs, then loose objects, then whether there are new packs meanwhile: so nothing is missed that
// git moves from one to the other.
void ObjectStore::add_folder(const std::string& folder, std::vector<Error>& errors) {
  std::vector<Error> last;  // of the last listing
  PackNames names = list_packs(folder, last);
  for (int listing = 1;; ++listing) {
    packs_.add(folder, names, last, errors);
    list_loose(folder, id_size(), "", loose_, last);
    std::vector<Error> again;
    PackNames now = list_packs(folder, again);
    partial_ = partial_ || now.partial;
    if (listing == kMaxListings || now == names) break;
    names = std::move(now);
    last = std::move(again);
  }
  errors.insert(errors.end(), last.begin(), last.end());
}

Result<ObjectStore> ObjectStore::open(const Repository& repository, std::vector<Error>& errors,
                                      Reading reading) {
  ObjectStore store(repository);
  store.reading_ = reading;
  store.folders_ = object_folders(repository.object_roots(), errors);
  if (reading == Reading::kOneByOne && store.id_size() == ObjectId::kSha1) {
    const Result<JudgeObjects> judge = JudgeObjects::open(repository.objects_folder());
    if (!judge) return judge.error();
    store.loose_ = judge.value().ids(errors);
    for (const std::string& folder : store.folders_) {
      store.partial_ = store.partial_ || list_packs(folder, errors).partial;
    }
    return store;
  }
  for (const std::string& folder : store.folders_) store.add_folder(folder, errors);
  std::sort(store.loose_.begin(), store.loose_.end());
  store.loose_.erase(std::unique(store.loose_.begin(), store.loose_.end()), store.loose_.end());
  store.packs_.check(errors);
  std::vector<ObjectId> alone;
  for (const ObjectId& id : store.loose_) {
    (store.packs_.giver(id) ? store.loose_twins_ : alone).push_back(id);
  }
  store.loose_ = std::move(alone);
  if (reading == Reading::kOneByOne) {  // of SHA-256 ids, which libgit2 does not know
    store.loose_ = store.ids().all();
    store.packs_ = PackSet(store.id_size());
  }
  return store;
}

bool ObjectStore::holds(const ObjectId& id) const {
  return packs_.giver(id).has_value() || std::binary_search(loose_.begin(), loose_.end(), id);
}

void ObjectStore::link(unsigned threads) {
  packs_.link(threads);
}

// The largest pack's are as they stand in its index: with one that is much larger than the others,
// or alone, nothing is copied.
HeldIds ObjectStore::ids() const {
  const PackFile* largest = nullptr;
  for (const PackFile& pack : packs_.packs()) {
    if (largest == nullptr || pack.count() > largest->count()) largest = &pack;
  }
  RawIds view({}, id_size());
  if (largest != nullptr && largest->index().ids().ascend()) view = largest->index().ids();
  std::vector<ObjectId> others = loose_;
  for (const PackFile& pack : packs_.packs()) {
    if (&pack == largest && view.size() == pack.count()) continue;
    for (uint32_t i = 0; i < pack.count(); ++i) others.push_back(pack.index().id(i));
  }
  std::sort(others.begin(), others.end());
  others.erase(std::unique(others.begin(), others.end()), others.end());
  std::erase_if(others, [&](const ObjectId& id) { return view.find(id).has_value(); });
  return {view, others, id_size()};
}

uint64_t ObjectStore::count() const {
  uint64_t all = loose_.size();
  for (const PackFile& pack : packs_.packs()) all += pack.count();
  return all;
}

Status ObjectStore::walk(const WalkLimits& limits, const std::vector<ObjectVisitor*>& visitors,
                         const std::function<void(uint64_t, uint64_t)>& progress,
                         WalkLeft* left) const {
  const auto& packs = packs_.packs();
  if (!std::all_of(packs.begin(), packs.end(), [](const auto& pack) { return pack.is_linked(); })) {
    return Error{ErrorCode::kUsage, "objects are walked before their packs are linked"};
  }
  std::vector<StoreReader> readers;
  for (size_t i = 0; i < visitors.size(); ++i) {
    Result<StoreReader> reader = StoreReader::open(*this);
    if (!reader) return reader.error();
    readers.push_back(*std::move(reader));
  }
  StoreWalk walk(*this, limits, progress, visitors.size());
  on_threads(visitors.size(), [&](size_t i) { walk.run(readers[i], *visitors[i], i); });
  if (!visitors.empty()) walk.run_twins(readers.front(), *visitors.front());
  checks_->end();
  if (left != nullptr) *left = walk.left();
  return {};
}

}  // namespace rekey
