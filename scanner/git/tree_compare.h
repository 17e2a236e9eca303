// TreeCompare: walks a commit's tree beside its parents' trees and gives the paths where the
// commit's blob differs from that of every parent and a marked blob is on some side.
//
// Subtrees that equal a parent's, and those without any marked blob, are not entered; what is known
// of a tree is kept, so every tree is searched once. Depth is bounded. One thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object_id.h"
#include "scanner/git/repository.h"

namespace rekey {

struct ComparedPath {
  std::string path;
  std::optional<ObjectId> blob;                  // the commit's
  std::vector<std::optional<ObjectId>> parents;  // each parent's, in order
};

class TreeCompare {
 public:
  using IsMarked = std::function<bool(const ObjectId&)>;

  TreeCompare(const ObjectReader& reader, IsMarked is_marked);

  // No parents: every path of a marked blob.
  void run(const ObjectId& tree, const std::vector<ObjectId>& parents,
           const std::function<void(const ComparedPath&)>& use);

  // Trees that could not be read or were cut short; each once.
  [[nodiscard]] const std::vector<Error>& errors() const { return errors_; }

 private:
  struct Entry {
    ObjectId id;
    std::string name;
    bool is_tree = false;
  };
  using Entries = std::vector<Entry>;
  using Sides = std::vector<std::optional<ObjectId>>;  // the commit's, then the parents'

  Entries entries_of(const ObjectId& tree);
  bool holds_marked(const ObjectId& tree);
  bool worth_entering(const Sides& trees);
  void compare(const Sides& trees, const std::string& prefix, int depth,
               const std::function<void(const ComparedPath&)>& use);

  const ObjectReader& reader_;
  IsMarked is_marked_;
  std::unordered_map<ObjectId, bool, ObjectIdHash> holds_;
  std::vector<Error> errors_;
};

}  // namespace rekey
