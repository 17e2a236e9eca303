// StagedChanges: what the next commit would change: the index against the commits it will have as
// parents.
//
// The index is the one that the environment of Repository::open_from_environment names, so that of
// `git commit -a` and of `git commit -- path` too. The parents are HEAD and, in a merge, every line
// of MERGE_HEAD and what the caller knows to be merged. Nothing in the working tree is looked at.
// One thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/change.h"
#include "scanner/git/repository.h"

namespace rekey {

// What is known of the commit that is being made.
struct NextCommit {
  bool amend = false;            // it takes the place of HEAD: its parents are those of HEAD
  std::vector<ObjectId> merged;  // with HEAD, where MERGE_HEAD is not written yet
};

// For forms of the index that libgit2 cannot read, split and sparse ones.
struct RawIndex {
  // What `git diff-index --cached --raw -z --no-renames --no-abbrev TREE` prints; may be empty:
  // then such an index is an error.
  std::function<Result<std::string>(const std::string& tree)> diff;
  bool always = false;  // the repository was opened without the index that is meant
};

// By path; submodules left out; every side of a conflict, without what was before.
Result<std::vector<Change>> staged_changes(const Repository& repository, const NextCommit& next,
                                           const RawIndex& raw);

// The same out of the tree that the index in `file` knows it would be committed as (index_tree.h):
// fast however large the index is. Nothing when it does not know, or a tree cannot be read.
std::optional<std::vector<Change>> known_changes(const Repository& repository,
                                                 const NextCommit& next, const std::string& file);

// Every blob in the index.
Result<std::vector<IndexedBlob>> indexed_blobs(const Repository& repository, const RawIndex& raw);

}  // namespace rekey
