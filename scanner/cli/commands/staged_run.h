// StagedRun: `rekey staged`, also as hooks run it.
#pragma once

#include <string>
#include <vector>

#include "scanner/cli/setup/exit_code.h"
#include "scanner/cli/setup/flags.h"

namespace rekey {

struct StagedFlags {
  ScanFlags scan;
  std::vector<std::string> files;
  bool amend = false;
};

// Nothing staged is answered before any rule is loaded.
ExitCode run_staged(const StagedFlags& flags);

}  // namespace rekey
