// MarkedTrees: of all trees of a repository what leads to marked blobs: each tree that holds one,
// at any depth, with those of its entries that are one or hold one.
//
// Small beside the trees themselves, so attribution needs no object after it. Two walks: the first
// finds who holds what, the second keeps names. Immutable once read; any thread.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object_id.h"
#include "scanner/git/object_store.h"

namespace rekey {

using ObjectIdSet = std::unordered_set<ObjectId, ObjectIdHash>;

struct TreeItem {
  std::string name;  // bytes
  ObjectId id;
  bool is_tree = false;
};

class MarkedTrees {
 public:
  // `marked` are blobs. Trees that cannot be read or are cut short are listed in errors().
  static Result<MarkedTrees> read(const ObjectStore& store, unsigned threads,
                                  const ObjectIdSet& marked);

  // By name; nullptr when the tree holds no marked blob or is not there.
  [[nodiscard]] const std::vector<TreeItem>* find(const ObjectId& tree) const;

  // "tree ID: why", by id.
  [[nodiscard]] const std::vector<Error>& errors() const { return errors_; }

 private:
  std::unordered_map<ObjectId, std::vector<TreeItem>, ObjectIdHash> trees_;
  std::vector<Error> errors_;
};

}  // namespace rekey
