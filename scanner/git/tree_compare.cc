#include "scanner/git/tree_compare.h"

#include <algorithm>

namespace rekey {
namespace {

// git itself refuses deeper trees from its own commands; a crafted one could nest without end.
constexpr int kMaxDepth = 2048;
constexpr uint64_t kMaxLooks = uint64_t{1} << 20;  // entries, for one commit

// One side's items while all sides are read together, name by name.
struct Reading {
  const TreeItem* at = nullptr;
  const TreeItem* end = nullptr;
};

const std::string* least_name(const std::vector<Reading>& sides) {
  const std::string* least = nullptr;
  for (const Reading& side : sides) {
    if (side.at != side.end && (least == nullptr || side.at->name < *least)) least = &side.at->name;
  }
  return least;
}

}  // namespace

void TreeCompare::compare_name(const Sides& blobs, const Sides& trees, const std::string& name,
                               int depth, const Use& use) {
  const auto is_some = [](const auto& side) { return side.has_value(); };
  if (std::any_of(trees.begin(), trees.end(), is_some)) {
    const size_t size = prefix_.size();
    prefix_ += name + "/";
    compare(trees, depth + 1, use);
    prefix_.resize(size);
  }
  if (std::none_of(blobs.begin(), blobs.end(), is_some)) return;
  if (std::find(blobs.begin() + 1, blobs.end(), blobs[0]) != blobs.end()) return;
  use({prefix_ + name, blobs[0], {blobs.begin() + 1, blobs.end()}});
}

void TreeCompare::compare(const Sides& trees, int depth, const Use& use) {
  // What equals a parent's was brought in by it or earlier.
  if (std::find(trees.begin() + 1, trees.end(), trees[0]) != trees.end()) return;
  cut_short_ = cut_short_ || depth > kMaxDepth;
  std::vector<Reading> sides(trees.size());
  for (size_t i = 0; i < trees.size(); ++i) {
    const std::vector<TreeItem>* items = trees[i] ? trees_.find(*trees[i]) : nullptr;
    if (items != nullptr) sides[i] = {items->data(), items->data() + items->size()};
  }
  while (!cut_short_) {
    const std::string* least = least_name(sides);
    if (least == nullptr) return;
    const std::string name = *least;
    Sides blobs(trees.size()), subtrees(trees.size());
    for (size_t i = 0; i < sides.size(); ++i) {
      for (; sides[i].at != sides[i].end && sides[i].at->name == name; ++sides[i].at) {
        (sides[i].at->is_tree ? subtrees : blobs)[i] = sides[i].at->id;
        cut_short_ = cut_short_ || ++looked_at_ > kMaxLooks;
      }
    }
    compare_name(blobs, subtrees, name, depth, use);
  }
}

bool TreeCompare::run(const ObjectId& tree, const std::vector<ObjectId>& parents, const Use& use) {
  prefix_.clear();
  looked_at_ = 0;
  cut_short_ = false;
  Sides sides{tree};
  sides.insert(sides.end(), parents.begin(), parents.end());
  compare(sides, 0, use);
  return !cut_short_;
}

}  // namespace rekey
