// Examples: command lines that do what people want most often, for the manual page and --help. Each
// runs as it stands; tests/cli/help.sh does it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rekey {

struct CommandExample {
  std::string command;  // whose it is: "git", "hook install"
  std::string line;     // "rekey git --range main..HEAD"
  std::string what;     // a sentence
};

const std::vector<CommandExample>& examples();
// Those of a command; "" the program's: the first of some commands.
std::vector<CommandExample> examples_of(std::string_view command);

}  // namespace rekey
