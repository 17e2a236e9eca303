// RefFiles: a repository's refs, read from its files: HEAD, packed-refs, what is under refs/.
//
// Format: git's Documentation/gitrepository-layout and pack-refs. A file that is no ref, a symbolic
// ref that leads nowhere and one with an id of another size count as none.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/ref.h"
#include "scanner/git/repository_files.h"

namespace rekey {

// As Repository::refs.
Result<std::vector<Ref>> read_refs(const RepositoryFiles& files);

}  // namespace rekey
