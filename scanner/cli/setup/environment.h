// Environment: the variables that the program was started with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rekey {

// "" when it is not set.
std::string variable(const char* name);

// The same, and takes it out of this process's environment: libraries and programs started later do
// not see it. Before any thread is started.
std::string take_variable(const char* name);

// The rest of the names of those that begin so.
std::vector<std::string> variables_after(std::string_view prefix);

// All of them, "NAME=value".
std::vector<std::string> environment_variables();

}  // namespace rekey
