// HeadRef: the commits that the next one will have as parents, from the files of the git folder:
// HEAD, what it names, MERGE_HEAD.
//
// Reads only these and, when the branch is in no file of its own, packed-refs. Formats: git's
// Documentation/gitrepository-layout and pack-refs. Any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/refs/ref_files.h"

namespace rekey {

// What HEAD points to; nothing when its branch has no commit yet. Errors start with the path:
// kMalformed for what is neither an id nor the name of a ref, kUnreadable, kNotFound.
Result<std::optional<ObjectId>> head_commit(const RefFolders& folders);

// The lines of MERGE_HEAD; none when nothing is being merged. kMalformed, kUnreadable.
Result<std::vector<ObjectId>> merged_commits(const RefFolders& folders);

}  // namespace rekey
