// Revision: from the names that people and CI systems give commits to their ids.
#pragma once

#include <string>

#include "scanner/base/result.h"
#include "scanner/git/repository.h"

namespace rekey {

// As `git rev-parse` reads it: ids, refs, HEAD~2, v1.0; tags lead to their commit.
// kNotFound "NAME: no such commit".
Result<ObjectId> commit_named(const Repository& repository, const std::string& name);

}  // namespace rekey
