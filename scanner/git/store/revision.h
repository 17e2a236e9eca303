// Revision: from the names that people and CI systems give commits to their ids.
//
// As `git rev-parse` reads them: ids, whole or their first four digits and more; what `git
// describe` prints; refs by full or short names, "@" for HEAD; behind any of these "~3", "^2",
// "^{}",
// "^{commit}". Of a ref's log "main@{2}" and "@{-1}"; "main@{upstream}" from the configuration.
// Tags lead to their commit. Not looked up, and said so: days ("main@{yesterday}"), texts (":/fix",
// "HEAD^{/fix}") and files ("HEAD:README").
#pragma once

#include <string>

#include "scanner/base/result.h"
#include "scanner/git/store/repository.h"

namespace rekey {

// kNotFound "NAME: no such commit"; kUnsupported.
Result<ObjectId> commit_named(const Repository& repository, const std::string& name);

}  // namespace rekey
