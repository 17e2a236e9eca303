// StagedChanges: what the next commit would change: an index against the commits that it will have
// as parents.
//
// The parents are HEAD and, in a merge, every line of MERGE_HEAD and what the caller knows to be
// merged. Entries count for what they are, whatever the index says of the working tree: git commits
// those with the assume-unchanged and skip-worktree bits too. Nothing in the working tree is looked
// at; no byte is given to libgit2. Fast however large the index is: index_trees.h. One thread.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/changes/change.h"
#include "scanner/git/changes/index_file.h"
#include "scanner/git/store/repository.h"

namespace rekey {

// What is known of the commit that is being made.
struct NextCommit {
  bool amend = false;            // it takes the place of HEAD: its parents are those of HEAD
  std::vector<ObjectId> merged;  // with HEAD, where MERGE_HEAD is not written yet
};

struct StagedChanges {
  // By path; submodules left out. Then every side of a conflict, without what was before.
  std::vector<Change> changes;
  // "what: why": trees that could not be read. What they hold may be missing from the changes, or
  // count as new.
  std::vector<Error> errors;
};

// An error when the parents are not known, or the index does not fit together.
Result<StagedChanges> staged_changes(const Repository& repository, const NextCommit& next,
                                     const IndexFile& index);

struct IndexedBlob {
  std::string path;
  ObjectId blob;
};

// Every blob in the index, every side of a conflict too, and those in the trees of a sparse one's
// folders. What could not be read of these is put in `errors`.
std::vector<IndexedBlob> indexed_blobs(const Repository& repository, const IndexFile& index,
                                       std::vector<Error>& errors);
// The same of the repository's own index.
std::vector<IndexedBlob> indexed_blobs(const Repository& repository, std::vector<Error>& errors);

}  // namespace rekey
