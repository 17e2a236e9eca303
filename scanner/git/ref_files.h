// RefFiles: a repository's refs, read from its files: HEAD, packed-refs, what is under refs/.
//
// Format: git's Documentation/gitrepository-layout and pack-refs. A file that is no ref, a symbolic
// ref that leads nowhere and one with an id of another size count as none.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/ref.h"

namespace rekey {

// Both folders end with '/'; they are the same but for a linked worktree.
struct RefFolders {
  std::string git_dir, common_dir;
  size_t id_size = ObjectId::kSha1;
};

// As Repository::refs.
Result<std::vector<Ref>> read_refs(const RefFolders& folders);

}  // namespace rekey
