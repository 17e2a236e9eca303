// GitProgram: runs the git in PATH, for what rekey itself does not: talking to a remote.
//
// No hooks, no prompts, no terminal; what it says of errors is thrown away, as addresses may hold
// credentials. Killed after a time, with all that it started. It may talk to no remote unless the
// settings allow a protocol (GIT_ALLOW_PROTOCOL). The folder's configuration counts: see
// origin_fetch.h for how it is kept out.
#pragma once

#include <string>
#include <vector>

namespace rekey {

// `arguments` behind "git -C folder"; whether it ended with 0. `settings` take the place of the
// environment's variables of these names ("NAME=value"), or take them away ("NAME").
bool run_git_program(const std::string& folder, const std::vector<std::string>& arguments,
                     const std::vector<std::string>& settings = {});

}  // namespace rekey
