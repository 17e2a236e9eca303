// Environment: the variables that the program was started with.
#pragma once

#include <string>

namespace rekey {

// "" when it is not set.
std::string variable(const char* name);

}  // namespace rekey
