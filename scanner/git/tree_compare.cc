#include "scanner/git/tree_compare.h"

#include <algorithm>
#include <map>
#include <set>

namespace rekey {
namespace {

// git itself refuses deeper trees from its own commands; a crafted one could nest without end.
constexpr int kMaxDepth = 2048;

// Far above any real tree object, and small beside memory.
constexpr uint64_t kMaxTreeBytes = uint64_t{256} << 20;

}  // namespace

TreeCompare::TreeCompare(const ObjectReader& reader, IsMarked is_marked)
    : reader_(reader), is_marked_(std::move(is_marked)) {}

TreeCompare::Entries TreeCompare::entries_of(const ObjectId& tree) {
  Result<Object> object = reader_.read(tree, kMaxTreeBytes);
  Entries entries;
  bool whole = false;
  if (object && object->type == ObjectType::kTree) {
    whole = each_entry(object->bytes, [&](const TreeEntry& entry) {
      if (!entry.is_tree && !entry.is_blob) return;
      entries.push_back({entry.id, std::string(entry.name), entry.is_tree});
    });
  }
  if (!whole && holds_.find(tree) == holds_.end()) {
    errors_.push_back(object ? Error{ErrorCode::kMalformed, "tree " + tree.hex() + ": malformed"}
                             : Error{object.error().code, "tree " + object.error().message});
  }
  return entries;
}

// Depth first with an own stack; a tree's answer is known when those of its subtrees are.
bool TreeCompare::holds_marked(const ObjectId& root) {
  struct Open {
    ObjectId id;
    std::vector<ObjectId> subtrees;
    size_t next = 0;
    bool found = false;
  };
  if (const auto known = holds_.find(root); known != holds_.end()) return known->second;
  std::vector<Open> stack;
  const auto open = [&](const ObjectId& id) {
    Open frame;
    frame.id = id;
    for (const Entry& entry : entries_of(id)) {
      if (entry.is_tree) {
        frame.subtrees.push_back(entry.id);
      } else {
        frame.found = frame.found || is_marked_(entry.id);
      }
    }
    holds_.emplace(id, frame.found);  // also ends cycles of a damaged store
    stack.push_back(std::move(frame));
  };
  open(root);
  for (;;) {
    Open& top = stack.back();
    if (!top.found && top.next < top.subtrees.size()) {
      const ObjectId child = top.subtrees[top.next++];
      const auto known = holds_.find(child);
      if (known != holds_.end()) {
        top.found = known->second;
      } else if (stack.size() < kMaxDepth) {
        open(child);
      }
      continue;
    }
    const bool found = top.found;
    holds_[top.id] = found;
    stack.pop_back();
    if (stack.empty()) return found;
    stack.back().found = stack.back().found || found;
  }
}

bool TreeCompare::worth_entering(const Sides& trees) {
  for (size_t i = 1; i < trees.size(); ++i) {
    if (trees[i] == trees[0]) return false;
  }
  return std::any_of(trees.begin(), trees.end(),
                     [&](const auto& tree) { return tree && holds_marked(*tree); });
}

void TreeCompare::compare(const Sides& trees, const std::string& prefix, int depth,
                          const std::function<void(const ComparedPath&)>& use) {
  if (depth > kMaxDepth || !worth_entering(trees)) return;
  struct Sided {
    Sides blobs, trees;
  };
  std::map<std::string, Sided, std::less<>> names;
  for (size_t side = 0; side < trees.size(); ++side) {
    if (!trees[side]) continue;
    for (Entry& entry : entries_of(*trees[side])) {
      Sided& sided = names[std::move(entry.name)];
      Sides& slot = entry.is_tree ? sided.trees : sided.blobs;
      slot.resize(trees.size());
      slot[side] = entry.id;
    }
  }
  for (const auto& [name, sided] : names) {
    if (!sided.trees.empty()) compare(sided.trees, prefix + name + "/", depth + 1, use);
    if (sided.blobs.empty()) continue;
    const Sides& blobs = sided.blobs;
    const bool as_a_parent = std::find(blobs.begin() + 1, blobs.end(), blobs[0]) != blobs.end();
    const bool marked = std::any_of(blobs.begin(), blobs.end(),
                                    [&](const auto& blob) { return blob && is_marked_(*blob); });
    if (as_a_parent || !marked) continue;
    use({prefix + name, blobs[0], {blobs.begin() + 1, blobs.end()}});
  }
}

void TreeCompare::run(const ObjectId& tree, const std::vector<ObjectId>& parents,
                      const std::function<void(const ComparedPath&)>& use) {
  Sides sides{tree};
  sides.insert(sides.end(), parents.begin(), parents.end());
  compare(sides, "", 0, use);
}

}  // namespace rekey
