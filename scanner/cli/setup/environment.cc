#include "scanner/cli/setup/environment.h"

#include <unistd.h>

#include <cstdlib>

namespace rekey {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

std::string take_variable(const char* name) {
  std::string value = variable(name);
  ::unsetenv(name);
  return value;
}

std::vector<std::string> variables_after(std::string_view prefix) {
  std::vector<std::string> out;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    std::string_view text = *entry;
    if (!text.starts_with(prefix)) continue;
    text.remove_prefix(prefix.size());
    out.emplace_back(text.substr(0, text.find('=')));
  }
  return out;
}

std::vector<std::string> environment_variables() {
  std::vector<std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) out.emplace_back(*entry);
  return out;
}

}  // namespace rekey
