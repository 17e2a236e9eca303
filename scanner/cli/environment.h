// Environment: the variables that the program was started with.
#pragma once

#include <string>
#include <vector>

namespace rekey {

// "" when it is not set.
std::string variable(const char* name);

// All of them, "NAME=value".
std::vector<std::string> environment_variables();

}  // namespace rekey
