// ObjectStore: all objects of a repository: its packs, its loose objects, those of its alternates.
//
// walk() gives every object once, in whatever order is fastest. What cannot be read, nor from
// another pack or loose, is given to the visitor as failed; the walk goes on. git may repack
// meanwhile.
// Immutable but for what walks remember of each other (root_checks.h); walk() starts threads of its
// own.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object/raw_ids.h"
#include "scanner/git/pack/inflate.h"
#include "scanner/git/pack/pack_set.h"
#include "scanner/git/pack/pack_walk.h"
#include "scanner/git/pack/root_checks.h"
#include "scanner/git/store/judge_objects.h"
#include "scanner/git/store/loose_files.h"
#include "scanner/git/store/repository.h"

namespace rekey {

// How a store reads its objects.
enum class Reading : uint8_t {
  kPacks,     // whole packs, along their deltas, once link() was called
  kOneByOne,  // for tests and benchmarks: each alone, through libgit2; what kPacks must agree with
};

// Objects and trees of deltas that a walk did not come to, or not to the end of.
struct WalkLeft {
  uint64_t late = 0;     // the deadline was over
  uint64_t swollen = 0;  // the packs had been unfolded to too many bytes (UnfoldedBytes)
};

// "what: why" of each that is not 0; `what` is what was walked for: "trees".
std::vector<Error> errors_of(const WalkLeft& left, const std::string& what);

class ObjectStore {
 public:
  // What is missing or damaged as a whole, folders and packs, is put in `errors`; each message
  // starts with the path.
  static Result<ObjectStore> open(const Repository& repository, std::vector<Error>& errors,
                                  Reading reading = Reading::kPacks);
  // Whether it is (or borrows from) a partial clone: what trees name may be missing.
  [[nodiscard]] bool is_partial() const { return partial_; }

  [[nodiscard]] size_t id_size() const { return repository_->id_size(); }

  void link(unsigned threads);  // before the first walk(); again costs nothing

  // Whether some pack names it, or there is a file of it.
  [[nodiscard]] bool holds(const ObjectId& id) const;
  [[nodiscard]] HeldIds ids() const;     // each once; live as long as the store
  [[nodiscard]] uint64_t count() const;  // objects, those in several packs counted as often

  // Each of `visitors` is called by one thread, its own. `progress` gets objects done and all, one
  // call at a time; may be empty. Where packs have other bytes under one id, all are given
  // (ObjectVisitor::twin). `left`, if not null, gets what the walk did not come to.
  Status walk(const WalkLimits& limits, const std::vector<ObjectVisitor*>& visitors,
              const std::function<void(uint64_t, uint64_t)>& progress,
              WalkLeft* left = nullptr) const;

 private:
  explicit ObjectStore(const Repository& repository)
      : repository_(&repository), packs_(repository.id_size()) {}

  void add_folder(const std::string& folder, std::vector<Error>& errors);

  friend class StoreReader;
  friend class StoreWalk;

  const Repository* repository_;
  Reading reading_ = Reading::kPacks;
  std::vector<std::string> folders_;
  PackSet packs_;
  std::vector<ObjectId> loose_, loose_twins_;  // those that no pack names, and the others
  bool partial_ = false;
  std::unique_ptr<RootChecks> checks_ = std::make_unique<RootChecks>();  // of walks until now
};

// StoreReader: single objects of a store, from whichever copy can be read. One thread's.
class StoreReader {
 public:
  // `store` outlives it.
  static Result<StoreReader> open(const ObjectStore& store);
  // kNotFound when it is nowhere; kTooLarge, also for its delta bases; kMalformed. `not_in`: a pack
  // not to look in; may be null.
  Result<Object> read(const ObjectId& id, uint64_t max_bytes = UINT64_MAX,
                      const PackFile* not_in = nullptr);
  [[nodiscard]] bool holds(const ObjectId& id) const { return store_->holds(id); }
  // From one pack alone.
  Result<Object> read_from(size_t pack, const ObjectId& id, uint64_t max_bytes);
  // Of an object that was loose.
  Result<ObjectHeader> loose_header(const ObjectId& id);
  Result<Object> read_loose(const ObjectId& id, uint64_t max_bytes);

 private:
  StoreReader(const ObjectStore& store, ObjectReader others);

  const ObjectStore* store_;
  ObjectReader others_;  // finds what was packed since the store was opened
  LooseFiles loose_;
  std::unique_ptr<Inflater> inflater_;
  std::optional<JudgeObjects> judge_;  // Reading::kOneByOne
};

}  // namespace rekey
