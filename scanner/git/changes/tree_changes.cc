#include "scanner/git/changes/tree_changes.h"

#include <algorithm>

namespace rekey {
namespace {

constexpr size_t kMaxDepth = 2048;
constexpr uint64_t kMaxLooks = uint64_t{1} << 22;      // entries of folders that differ, a run
constexpr uint64_t kManyLooks = uint64_t{1} << 20;     // from here on no folder is entered again
constexpr int kMaxCuts = 4;                            // runs that reach this limit
constexpr size_t kMostOutput = size_t{512} << 20;      // bytes of changes, of all runs
constexpr uint64_t kLargestTree = uint64_t{64} << 20;  // bytes
constexpr size_t kMostKept = size_t{32} << 20;         // bytes

bool by_name(const TreeEntry& a, const TreeEntry& b) {
  return a.name < b.name;
}

bool contains(const std::vector<ObjectId>& ids, const ObjectId& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

struct TreeChanges::Named {
  std::vector<Ids> blobs, trees;  // by side
};

TreeChanges::Side TreeChanges::parsed(const ObjectId& id, std::string bytes) {
  auto folder = std::make_shared<Folder>();
  folder->bytes = std::move(bytes);
  std::string_view rest = folder->bytes;
  TreeEntry entry;
  while (!rest.empty()) {
    if (!take_entry(rest, id.size(), entry)) {
      errors_.push_back({ErrorCode::kMalformed, "tree " + id.hex() + ": cut short or malformed"});
      break;
    }
    folder->entries.push_back(entry);
  }
  auto& entries = folder->entries;
  if (!std::is_sorted(entries.begin(), entries.end(), by_name)) {
    std::stable_sort(entries.begin(), entries.end(), by_name);
  }
  return folder;
}

TreeChanges::Side TreeChanges::read(const ObjectId& id) {
  const auto known = kept_.find(id);
  if (known != kept_.end()) return known->second;
  Side folder;
  const auto made = made_ != nullptr ? made_->find(id) : MadeTrees::const_iterator();
  const bool is_made = made_ != nullptr && made != made_->end();
  Result<Object> object = is_made ? Result<Object>(Object{ObjectType::kTree, made->second})
                                  : reader_.read(id, kLargestTree);
  if (object && object->type == ObjectType::kTree) {
    folder = parsed(id, std::move(object->bytes));
  } else {
    errors_.push_back({ErrorCode::kMalformed,
                       "tree " + id.hex() + (object ? ": not a tree" : ": cannot be read")});
  }
  kept_bytes_ += sizeof(Folder);
  if (folder != nullptr) {
    kept_bytes_ += folder->bytes.size() + folder->entries.size() * sizeof(TreeEntry);
  }
  if (kept_bytes_ > kMostKept) {
    kept_.clear();
    kept_bytes_ = 0;
  }
  kept_.emplace(id, folder);
  return folder;
}

void TreeChanges::add(Change change) {
  const size_t size = sizeof(Change) + change.path.size() + change.before.size() * sizeof(ObjectId);
  cut_short_ = cut_short_ || size > kMostOutput - given_bytes_;
  if (cut_short_) return;
  given_bytes_ += size;
  out_.push_back(std::move(change));
}

// Every blob of the first side that no other side has.
void TreeChanges::compare_blobs(std::string_view name, const std::vector<Ids>& sides) {
  Change change;
  change.path = prefix_ + std::string(name);
  for (size_t i = 1; i < sides.size(); ++i) {
    change.before.insert(change.before.end(), sides[i].begin(), sides[i].end());
  }
  if (sides.front().empty()) {
    const bool all_had =
        sides.size() > 1 &&
        std::none_of(sides.begin() + 1, sides.end(), [](const Ids& ids) { return ids.empty(); });
    if (all_had) add(std::move(change));
    return;
  }
  for (const ObjectId& blob : sides.front()) {
    if (contains(change.before, blob)) continue;
    change.blob = blob;
    add(change);
  }
}

void TreeChanges::compare_trees(std::string_view name, const std::vector<Ids>& sides,
                                size_t depth) {
  std::vector<Side> folders(sides.size());
  for (size_t i = 1; i < sides.size(); ++i) {
    for (const ObjectId& id : sides[i]) {
      if (contains(sides.front(), id)) return;  // what is twice is in the first of them too
    }
    if (!sides[i].empty()) folders[i] = read(sides[i].front());
  }
  const size_t size = prefix_.size();
  prefix_ += std::string(name) + "/";
  if (sides.front().empty()) compare(folders, depth + 1);
  for (const ObjectId& id : sides.front()) {
    // The same few folders can spell more paths than there is time for: what else there is, is
    // looked at all the same.
    const bool is_again = looked_at_ > kManyLooks && !entered_.insert(id).second;
    passed_over_ = passed_over_ || is_again;
    if (is_again) continue;
    folders.front() = read(id);
    if (folders.front() != nullptr) compare(folders, depth + 1);
  }
  prefix_.resize(size);
}

void TreeChanges::compare_name(std::string_view name, const Named& named, size_t depth) {
  compare_blobs(name, named.blobs);
  const auto is_empty = [](const Ids& ids) { return ids.empty(); };
  if (std::all_of(named.trees.begin(), named.trees.end(), is_empty)) return;
  compare_trees(name, named.trees, depth);
}

// A submodule's commit is elsewhere. A blob that is here in its place would be a file in no clone.
bool TreeChanges::is_hidden_blob(const TreeEntry& entry) const {
  if (entry.is_tree || entry.is_blob) return false;
  const Result<ObjectHeader> header = reader_.header(entry.id);
  return header && header->type == ObjectType::kBlob;
}

void TreeChanges::compare(std::span<const Side> sides, size_t depth) {
  cut_short_ = cut_short_ || depth > kMaxDepth || deadline_.over();
  std::vector<size_t> at(sides.size());
  const auto current = [&](size_t side) -> const TreeEntry* {
    const bool some = sides[side] != nullptr && at[side] < sides[side]->entries.size();
    return some ? &sides[side]->entries[at[side]] : nullptr;
  };
  Named named;
  while (!cut_short_) {
    const TreeEntry* least = nullptr;
    for (size_t i = 0; i < sides.size(); ++i) {
      const TreeEntry* entry = current(i);
      if (entry != nullptr && (least == nullptr || entry->name < least->name)) least = entry;
    }
    if (least == nullptr) return;
    const std::string_view name = least->name;
    named.blobs.assign(sides.size(), {});
    named.trees.assign(sides.size(), {});
    for (size_t i = 0; i < sides.size(); ++i) {
      const TreeEntry* entry = current(i);
      for (; entry != nullptr && entry->name == name; ++at[i], entry = current(i)) {
        cut_short_ = cut_short_ || ++looked_at_ > kMaxLooks;
        if (entry->is_blob || is_hidden_blob(*entry)) named.blobs[i].push_back(entry->id);
        if (entry->is_tree) named.trees[i].push_back(entry->id);
      }
    }
    compare_name(name, named, depth);
  }
}

std::vector<Change> TreeChanges::run(const ObjectId& tree, const std::vector<ObjectId>& parents) {
  out_.clear();
  if (contains(parents, tree)) return {};
  looked_at_ = 0;
  entered_.clear();
  passed_over_ = false;
  cut_short_ = cuts_ >= kMaxCuts;
  std::vector<Side> sides{read(tree)};
  for (const ObjectId& parent : parents) sides.push_back(read(parent));
  prefix_.clear();
  compare(sides, 0);
  if (cut_short_ && deadline_.over()) {
    errors_.push_back({ErrorCode::kTooLarge, "tree " + tree.hex() + ": out of time"});
  } else if (cut_short_ || passed_over_) {
    ++cuts_;
    errors_.push_back({ErrorCode::kTooLarge, "tree " + tree.hex() + ": too many changed paths"});
  }
  return std::move(out_);
}

std::optional<ObjectId> TreeChanges::find(const ObjectId& tree, std::string_view path) {
  ObjectId at = tree;
  while (true) {
    const size_t slash = path.find('/');
    const std::string_view name = path.substr(0, slash);
    const Side folder = read(at);
    if (folder == nullptr) return std::nullopt;
    const bool is_last = slash == std::string_view::npos;
    const auto found =
        std::find_if(folder->entries.begin(), folder->entries.end(), [&](const TreeEntry& entry) {
          return entry.name == name && (is_last ? entry.is_blob : entry.is_tree);
        });
    if (found == folder->entries.end()) return std::nullopt;
    at = found->id;
    if (is_last) return at;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace rekey
