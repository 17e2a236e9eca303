// RepositoryPaths: where all lies that a scan reads of a repository, for the sandbox.
#pragma once

#include <string>
#include <vector>

#include "scanner/git/store/repository.h"

namespace rekey {

// Its folders, those of the objects that it borrows, and whatever git's own links in them point to.
std::vector<std::string> repository_paths(const Repository& repository);

}  // namespace rekey
