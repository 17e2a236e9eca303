// TreeChanges: where a tree differs from all of several others, path by path.
//
// Reads only folders that differ. Trees come from a repository and may be anything: names twice,
// out of order, folders in themselves; limits on what is looked at in a run and on what all runs
// give end that. Keeps some of the trees it read, as neighbouring commits share them. One thread.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "scanner/base/deadline.h"
#include "scanner/base/result.h"
#include "scanner/git/changes/change.h"
#include "scanner/git/object/object.h"
#include "scanner/git/store/repository.h"

namespace rekey {

// Trees' bytes by their ids.
using MadeTrees = std::unordered_map<ObjectId, std::string, ObjectIdHash>;

class TreeChanges {
 public:
  // `made`: trees that the reader does not have, by their ids; both outlive it. Once `deadline` is
  // over runs end at once, which is an error of each.
  explicit TreeChanges(const ObjectReader& reader, const MadeTrees* made = nullptr,
                       Deadline deadline = {})
      : reader_(reader), made_(made), deadline_(deadline) {}

  // The changes by path; against no parents: everything in the tree.
  std::vector<Change> run(const ObjectId& tree, const std::vector<ObjectId>& parents);

  // The blob at `path` in the tree.
  std::optional<ObjectId> find(const ObjectId& tree, std::string_view path);

  // "tree ID: why" for trees that could not be read, and for runs that reached a limit.
  [[nodiscard]] const std::vector<Error>& errors() const { return errors_; }

 private:
  struct Folder {
    std::string bytes;
    std::vector<TreeEntry> entries;  // by name; they look at `bytes`
  };
  using Side = std::shared_ptr<const Folder>;  // null: nothing there
  using Ids = std::vector<ObjectId>;
  struct Named;  // what the sides have of one name

  Side read(const ObjectId& id);
  Side parsed(const ObjectId& id, std::string bytes);
  void add(Change change);
  void compare(std::span<const Side> sides, size_t depth);
  [[nodiscard]] bool is_hidden_blob(const TreeEntry& entry) const;
  void compare_name(std::string_view name, const Named& named, size_t depth);
  void compare_blobs(std::string_view name, const std::vector<Ids>& sides);
  void compare_trees(std::string_view name, const std::vector<Ids>& sides, size_t depth);

  const ObjectReader& reader_;
  const MadeTrees* made_;
  Deadline deadline_;
  std::unordered_map<ObjectId, Side, ObjectIdHash> kept_;
  size_t kept_bytes_ = 0;
  uint64_t looked_at_ = 0;                              // in this run
  std::unordered_set<ObjectId, ObjectIdHash> entered_;  // folders, late in this run
  bool passed_over_ = false;                            // some were met again
  bool cut_short_ = false;                              // this run
  int cuts_ = 0;                                        // runs that were
  size_t given_bytes_ = 0;                              // of changes, in all runs
  std::string prefix_;
  std::vector<Change> out_;
  std::vector<Error> errors_;
};

}  // namespace rekey
