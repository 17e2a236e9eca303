// TreeCompare: walks a commit's tree beside its parents' trees and gives the paths where the
// commit's blob differs from that of every parent and a marked blob is on some side.
//
// Works on MarkedTrees' numbers alone: blobs without marks count as absent. Depth and the number of
// entries looked at for one commit are bounded: trees that share subtrees can spell more paths than
// there is time for. One thread.
#pragma once

#include <deque>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "scanner/git/history/marked_trees.h"

namespace rekey {

struct ComparedPath {
  std::string path;
  uint32_t blob = MarkedTrees::kNone;  // the commit's
  std::span<const uint32_t> parents;   // each parent's, in order
};

class TreeCompare {
 public:
  explicit TreeCompare(const MarkedTrees& trees) : trees_(trees) {}

  // Trees are numbers or kNone. No parents: every path of a marked blob. False when the bounds cut
  // it short.
  bool run(uint32_t tree, std::span<const uint32_t> parents,
           const std::function<void(const ComparedPath&)>& use);

 private:
  using Use = std::function<void(const ComparedPath&)>;

  // One side's items while all sides are read together, name by name.
  struct Reading {
    const TreeItem* at = nullptr;
    const TreeItem* end = nullptr;
  };
  // What is at hand in one folder; the commit's side first, then the parents'.
  struct Level {
    std::vector<Reading> sides;
    std::vector<uint32_t> blobs, trees;
  };

  void compare(std::span<const uint32_t> trees, size_t depth, const Use& use);
  void compare_name(Level& level, uint32_t name, size_t depth, const Use& use);

  const MarkedTrees& trees_;
  std::deque<Level> levels_;  // by depth
  std::vector<uint32_t> roots_;
  std::string prefix_;  // of the folder being compared, with a '/' at its end
  uint64_t looked_at_ = 0;
  bool cut_short_ = false;
};

}  // namespace rekey
