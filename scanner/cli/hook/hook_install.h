// HookInstall: puts rekey into a repository's git hooks and takes it out again.
//
// A hook that is there goes on working: it is kept beside, with the ending ".before-rekey", and
// runs first. Under husky the hook's own file gets a line; under lefthook a local file of its own.
// Nothing is overwritten that rekey did not write.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/store/repository.h"

namespace rekey {

struct HookPlace {
  std::vector<std::string> hooks;  // "pre-commit", ...
  std::string program;             // rekey's absolute path; tried before the PATH
  bool shared = false;             // also into a folder that other repositories use
};

// A sentence for each thing done. kUsage when it is for people to do, with what.
Result<std::vector<std::string>> install_hooks(const Repository& repository,
                                               const HookPlace& place);
Result<std::vector<std::string>> uninstall_hooks(const Repository& repository,
                                                 const HookPlace& place);

}  // namespace rekey
