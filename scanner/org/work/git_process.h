// GitProcess: one run of the git in PATH, for talking to remotes: bounded in time, in output and by
// whatever the caller watches.
//
// It has no terminal and asks nobody; it and what it started are killed when the run is stopped,
// and git itself when this process dies. What it says of errors may quote a server: it is one line
// made safe for a terminal, without the credentials that the caller names. Call it from a thread
// that lives as long as the run.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "scanner/base/result.h"

namespace rekey {

struct GitRun {
  std::vector<std::string> arguments;    // behind "git"
  std::vector<std::string> environment;  // "NAME=value": all of it
  std::chrono::seconds longest{1800};
  uint64_t most_output = uint64_t{256} << 20;
  std::vector<std::string> hidden;  // texts that no message may hold
  std::function<bool()> is_enough;  // asked five times a second: true stops it; may be empty
};

// What it printed. kTooLarge when is_enough() or the output stopped it; kUnreadable with git's last
// line when it failed, could not start or took too long.
Result<std::string> run_git(const GitRun& run);

}  // namespace rekey
