// GitProgram: runs the git in PATH, for what rekey itself does not: talking to a remote.
//
// No hooks, no prompts, no terminal; what it says of errors is thrown away, as addresses may hold
// credentials. Killed after a time.
#pragma once

#include <string>
#include <vector>

namespace rekey {

// `arguments` behind "git -C folder"; whether it ended with 0.
bool run_git_program(const std::string& folder, const std::vector<std::string>& arguments);

}  // namespace rekey
