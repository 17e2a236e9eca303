// RefFiles: a repository's refs, read from its files: HEAD, packed-refs, what is under refs/, and
// HEAD and the own refs of every other worktree, by the names that git gives them
// ("worktrees/NAME/HEAD", "main-worktree/HEAD").
//
// What the files say is ref_table.h's. Only regular files are read. Links are not followed, but for
// refs/ and packed-refs themselves (a folder that shares another one's refs) and for links that are
// symbolic refs. Names that begin with '.' and those that end with ".lock" are no refs to git
// either.
#pragma once

#include <string>

#include "scanner/git/refs/ref.h"

namespace rekey {

// Both folders end with '/'; they are the same but for a linked worktree.
struct RefFolders {
  std::string git_dir, common_dir;
  size_t id_size = ObjectId::kSha1;
};

// As Repository::refs().
RefList read_refs(const RefFolders& folders);

}  // namespace rekey
