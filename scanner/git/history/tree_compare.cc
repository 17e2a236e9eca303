#include "scanner/git/history/tree_compare.h"

#include <algorithm>

namespace rekey {
namespace {

// git itself refuses deeper trees from its own commands; a crafted one could nest without end.
constexpr size_t kMaxDepth = 2048;
constexpr uint64_t kMaxLooks = uint64_t{1} << 20;  // entries, for one commit

constexpr uint32_t kNone = MarkedTrees::kNone;

// The commit's side equals a parent's: it was brought in by that or earlier.
bool is_inherited(std::span<const uint32_t> sides) {
  return std::find(sides.begin() + 1, sides.end(), sides.front()) != sides.end();
}

bool all_none(std::span<const uint32_t> sides) {
  return std::all_of(sides.begin(), sides.end(), [](uint32_t side) { return side == kNone; });
}

}  // namespace

void TreeCompare::compare_name(Level& level, uint32_t name, size_t depth, const Use& use) {
  if (!all_none(level.trees)) {
    const size_t size = prefix_.size();
    prefix_ += trees_.name(name) + "/";
    compare(level.trees, depth + 1, use);
    prefix_.resize(size);
  }
  if (all_none(level.blobs) || is_inherited(level.blobs)) return;
  use({prefix_ + trees_.name(name), level.blobs.front(), std::span(level.blobs).subspan(1)});
}

void TreeCompare::compare(std::span<const uint32_t> trees, size_t depth, const Use& use) {
  if (is_inherited(trees)) return;
  cut_short_ = cut_short_ || depth > kMaxDepth;
  if (cut_short_) return;
  if (levels_.size() <= depth) levels_.resize(depth + 1);
  Level& level = levels_[depth];
  level.sides.assign(trees.size(), {});
  for (size_t i = 0; i < trees.size(); ++i) {
    if (trees[i] == kNone) continue;
    const auto items = trees_.items(trees[i]);
    level.sides[i] = {items.data(), items.data() + items.size()};
  }
  while (!cut_short_) {
    uint32_t least = kNone;
    for (const Reading& side : level.sides) {
      if (side.at != side.end) least = std::min(least, side.at->name);
    }
    if (least == kNone) return;
    level.blobs.assign(trees.size(), kNone);
    level.trees.assign(trees.size(), kNone);
    for (size_t i = 0; i < trees.size(); ++i) {
      Reading& side = level.sides[i];
      for (; side.at != side.end && side.at->name == least; ++side.at) {
        (side.at->is_tree ? level.trees : level.blobs)[i] = side.at->target;
        cut_short_ = cut_short_ || ++looked_at_ > kMaxLooks;
      }
    }
    compare_name(level, least, depth, use);
  }
}

bool TreeCompare::run(uint32_t tree, std::span<const uint32_t> parents, const Use& use) {
  prefix_.clear();
  looked_at_ = 0;
  cut_short_ = false;
  roots_.assign(1, tree);
  roots_.insert(roots_.end(), parents.begin(), parents.end());
  compare(roots_, 0, use);
  return !cut_short_;
}

}  // namespace rekey
