// Upstream: the ref that a branch is configured to follow. From configuration alone.
#pragma once

#include <string>

#include "scanner/git/store/repository.h"

namespace rekey {

// `branch`: "refs/heads/main". "" when it follows none, or libgit2 cannot open the repository.
std::string upstream_of(const Repository& repository, const std::string& branch);

}  // namespace rekey
