// HooksFolder: where git looks for a repository's hooks.
#pragma once

#include <string>

#include "scanner/git/store/repository.h"

namespace rekey {

struct HooksFolder {
  std::string path;        // absolute, without a '/' at its end
  bool is_shared = false;  // core.hooksPath leads out of the repository: other repositories use it
};

HooksFolder hooks_folder(const Repository& repository);

}  // namespace rekey
