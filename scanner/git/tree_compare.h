// TreeCompare: walks a commit's tree beside its parents' trees and gives the paths where the
// commit's blob differs from that of every parent and a marked blob is on some side.
//
// Works on MarkedTrees alone: blobs without marks count as absent. Depth and the number of entries
// looked at for one commit are bounded: trees that share subtrees can spell more paths than there
// is time for. One thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "scanner/git/marked_trees.h"
#include "scanner/git/object_id.h"

namespace rekey {

struct ComparedPath {
  std::string path;
  std::optional<ObjectId> blob;                  // the commit's
  std::vector<std::optional<ObjectId>> parents;  // each parent's, in order
};

class TreeCompare {
 public:
  explicit TreeCompare(const MarkedTrees& trees) : trees_(trees) {}

  // No parents: every path of a marked blob. False when the bounds cut it short.
  bool run(const ObjectId& tree, const std::vector<ObjectId>& parents,
           const std::function<void(const ComparedPath&)>& use);

 private:
  using Sides = std::vector<std::optional<ObjectId>>;  // the commit's, then the parents'
  using Use = std::function<void(const ComparedPath&)>;

  void compare(const Sides& trees, int depth, const Use& use);
  void compare_name(const Sides& blobs, const Sides& trees, const std::string& name, int depth,
                    const Use& use);

  const MarkedTrees& trees_;
  std::string prefix_;  // of the folder being compared, with a '/' at its end
  uint64_t looked_at_ = 0;
  bool cut_short_ = false;
};

}  // namespace rekey
