#include "scanner/cli/environment.h"

#include <cstdlib>

namespace rekey {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace rekey
