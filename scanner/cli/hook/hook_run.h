// HookRun: what the hooks do: scan what git is about to take in, and say it in under ten lines.
//
// pre-commit, pre-merge-commit: the index, or, as pre-commit's framework asks, named files or a
// range of commits. pre-push: the commits that the remote does not have. pre-receive: those that no
// ref of this repository reaches yet, where a push keeps them until it is taken.
#pragma once

#include <string>
#include <vector>

#include "scanner/cli/setup/exit_code.h"
#include "scanner/cli/setup/flags.h"

namespace rekey {

struct HookFlags {
  ScanFlags scan;
  std::string hook;
  std::vector<std::string> words;  // what git or a framework gives the hook
  bool amend = false;
  bool or_head = false;         // pre-push: without lines, what HEAD has and the remote has not
  bool trust_comments = false;  // pre-receive: what a push brings may allow itself
  std::string fail = "closed";  // pre-receive: what not to have scanned means
};

ExitCode run_hook(const HookFlags& flags);

}  // namespace rekey
