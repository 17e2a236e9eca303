// GivenRepository: the repository that git started this program for, by its variables: a hook's.
#pragma once

#include "scanner/base/result.h"
#include "scanner/git/store/repository.h"

namespace rekey {

// GIT_DIR, GIT_WORK_TREE and the folders of objects that a push is kept in until it
// is accepted; where they are not set, the repository of the current folder.
Result<Repository> open_given_repository();

}  // namespace rekey
