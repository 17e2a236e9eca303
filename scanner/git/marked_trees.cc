#include "scanner/git/marked_trees.h"

#include <algorithm>
#include <bitset>
#include <memory>

#include "scanner/git/object.h"

namespace rekey {
namespace {

// Membership that says no at a glance to nearly everything.
class QuickSet {
 public:
  explicit QuickSet(const ObjectIdSet& ids) : ids_(ids) {
    for (const ObjectId& id : ids) seen_[place(id)] = true;
  }
  [[nodiscard]] bool contains(const ObjectId& id) const {
    return seen_[place(id)] && ids_.contains(id);
  }

 private:
  static size_t place(const ObjectId& id) {
    return size_t{id.bytes[0]} << 8 | size_t{id.bytes[1]} | (size_t{id.bytes[2]} & 15) << 16;
  }

  const ObjectIdSet& ids_;
  std::bitset<size_t{1} << 20> seen_;
};

class TreeVisitor : public ObjectVisitor {
 public:
  [[nodiscard]] bool wants(ObjectType type) const override { return type == ObjectType::kTree; }
  void failed(const ObjectId& id, ObjectType type, const Error& error) override {
    if (type == ObjectType::kTree) add_error(id, error.message);
  }
  [[nodiscard]] const std::vector<Error>& errors() const { return errors_; }

 protected:
  void add_error(const ObjectId& id, const std::string& why) {
    errors_.push_back({ErrorCode::kMalformed, "tree " + id.hex() + ": " + why});
  }

 private:
  std::vector<Error> errors_;
};

// First walk: whether a tree names a marked blob itself, and its subtrees.
class HolderVisitor : public TreeVisitor {
 public:
  struct Tree {
    ObjectId id;
    bool holds = false;
    size_t end = 0;  // of its subtrees in subtrees_
  };

  explicit HolderVisitor(const QuickSet& marked) : marked_(marked) {}

  void object(const VisitedObject& object) override {
    const ObjectId& id = object.id;
    const std::string_view bytes = object.bytes;
    Tree tree{id, false, 0};
    const bool whole = each_entry(bytes, [&](const TreeEntry& entry) {
      if (entry.is_tree) {
        subtrees_.push_back(entry.id);
      } else if (entry.is_blob) {
        tree.holds = tree.holds || marked_.contains(entry.id);
      }
    });
    if (!whole) add_error(id, "cut short or malformed");
    // What holds by itself needs no look at its subtrees; the second walk asks each of them anyway.
    tree.end = subtrees_.size();
    trees_.push_back(tree);
  }

  [[nodiscard]] const std::vector<Tree>& trees() const { return trees_; }
  [[nodiscard]] const std::vector<ObjectId>& subtrees() const { return subtrees_; }

 private:
  const QuickSet& marked_;
  std::vector<Tree> trees_;
  std::vector<ObjectId> subtrees_;
};

// Second walk: the entries that matter.
class ItemVisitor : public TreeVisitor {
 public:
  using Kept = std::pair<ObjectId, std::vector<TreeItem>>;

  ItemVisitor(const QuickSet& marked, const ObjectIdSet& holders)
      : marked_(marked), holders_(holders) {}

  void object(const VisitedObject& object) override {
    const ObjectId& id = object.id;
    const std::string_view bytes = object.bytes;
    if (!holders_.contains(id)) return;
    std::vector<TreeItem> items;
    each_entry(bytes, [&](const TreeEntry& entry) {
      const bool keep =
          entry.is_tree ? holders_.contains(entry.id) : entry.is_blob && marked_.contains(entry.id);
      if (keep) items.push_back({std::string(entry.name), entry.id, entry.is_tree});
    });
    std::stable_sort(items.begin(), items.end(),
                     [](const TreeItem& a, const TreeItem& b) { return a.name < b.name; });
    kept_.emplace_back(id, std::move(items));
  }

  std::vector<Kept>& kept() { return kept_; }

 private:
  const QuickSet& marked_;
  const ObjectIdSet& holders_;
  std::vector<Kept> kept_;
};

template <typename Visitor>
Status walk_trees(const ObjectStore& store, const std::vector<std::unique_ptr<Visitor>>& visitors) {
  std::vector<ObjectVisitor*> all;
  all.reserve(visitors.size());
  for (const auto& visitor : visitors) all.push_back(visitor.get());
  return store.walk(WalkLimits(), all, {});
}

// Carries "holds a marked blob" from subtrees to the trees that name them, until nothing changes.
ObjectIdSet holders_of(const std::vector<std::unique_ptr<HolderVisitor>>& visitors) {
  struct Known {
    uint32_t first = 0, last = 0;  // of its subtrees in `below`
    bool holds = false;
  };
  std::unordered_map<ObjectId, uint32_t, ObjectIdHash> numbers;
  std::vector<Known> known;
  for (const auto& visitor : visitors) {
    for (const auto& tree : visitor->trees()) {
      numbers.emplace(tree.id, static_cast<uint32_t>(known.size()));
      known.push_back({0, 0, tree.holds});
    }
  }
  std::vector<uint32_t> below;
  uint32_t number = 0;
  for (const auto& visitor : visitors) {
    size_t at = 0;
    for (const auto& tree : visitor->trees()) {
      Known& entry = known[number++];
      entry.first = static_cast<uint32_t>(below.size());
      for (; at < tree.end; ++at) {
        const auto found = numbers.find(visitor->subtrees()[at]);
        if (found != numbers.end()) below.push_back(found->second);
      }
      entry.last = static_cast<uint32_t>(below.size());
    }
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (Known& entry : known) {
      if (entry.holds) continue;
      entry.holds = std::any_of(below.begin() + entry.first, below.begin() + entry.last,
                                [&](uint32_t subtree) { return known[subtree].holds; });
      changed = changed || entry.holds;
    }
  }
  ObjectIdSet holders;
  for (const auto& [id, index] : numbers) {
    if (known[index].holds) holders.insert(id);
  }
  return holders;
}

}  // namespace

Result<MarkedTrees> MarkedTrees::read(const ObjectStore& store, unsigned threads,
                                      const ObjectIdSet& marked) {
  MarkedTrees out;
  if (marked.empty()) return out;
  const auto quick = std::make_unique<const QuickSet>(marked);
  std::vector<std::unique_ptr<HolderVisitor>> first;
  for (unsigned i = 0; i < threads; ++i) first.push_back(std::make_unique<HolderVisitor>(*quick));
  Status status = walk_trees(store, first);
  if (!status) return status.error();
  for (const auto& visitor : first) {
    out.errors_.insert(out.errors_.end(), visitor->errors().begin(), visitor->errors().end());
  }
  std::sort(out.errors_.begin(), out.errors_.end(),
            [](const Error& a, const Error& b) { return a.message < b.message; });
  const ObjectIdSet holders = holders_of(first);
  first.clear();

  std::vector<std::unique_ptr<ItemVisitor>> second;
  for (unsigned i = 0; i < threads; ++i) {
    second.push_back(std::make_unique<ItemVisitor>(*quick, holders));
  }
  status = walk_trees(store, second);
  if (!status) return status.error();
  for (const auto& visitor : second) {
    for (auto& [id, items] : visitor->kept()) out.trees_.emplace(id, std::move(items));
  }
  return out;
}

const std::vector<TreeItem>* MarkedTrees::find(const ObjectId& tree) const {
  const auto found = trees_.find(tree);
  return found == trees_.end() ? nullptr : &found->second;
}

}  // namespace rekey
