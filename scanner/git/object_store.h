// ObjectStore: all objects of a repository: its packs, its loose objects, those of its alternates.
//
// walk() gives every object once, in whatever order is fastest. What cannot be read is given to the
// visitor or listed; the walk goes on. Packs are read here, loose objects through libgit2.
// Immutable; walk() starts threads of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/pack_file.h"
#include "scanner/git/pack_walk.h"
#include "scanner/git/repository.h"

namespace rekey {

// How a store reads its objects.
enum class Reading : uint8_t {
  kPacks,     // whole packs, along their deltas
  kOneByOne,  // each alone, all through libgit2: slow, and what kPacks must agree with
};

class ObjectStore {
 public:
  // Packs that cannot be opened are put in `errors`; each message starts with the file.
  static Result<ObjectStore> open(const Repository& repository, std::vector<Error>& errors,
                                  Reading reading = Reading::kPacks);

  [[nodiscard]] uint64_t count() const;  // objects, those in several packs counted as often

  // Each of `visitors` is called by one thread, its own. `progress` gets objects done and all, one
  // call at a time; may be empty.
  Status walk(const WalkLimits& limits, const std::vector<ObjectVisitor*>& visitors,
              const std::function<void(uint64_t, uint64_t)>& progress) const;

 private:
  struct BrokenNode {
    ObjectId id;
    std::string why;
  };

  explicit ObjectStore(const Repository& repository) : repository_(&repository) {}

  void add_folder(const std::string& folder, std::vector<Error>& errors);
  void add_pack(const std::string& path, std::vector<Error>& errors);
  [[nodiscard]] bool in_packs_before(size_t pack, const ObjectId& id) const;

  friend class StoreWalk;

  const Repository* repository_;
  std::vector<PackFile> packs_;
  std::vector<ObjectId> loose_;
  std::vector<BrokenNode> broken_;
};

}  // namespace rekey
