// CommandTable: the program's commands and options as plain data, out of the one table that parses
// them. Completions and the manual page are written from it.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace rekey {

struct OptionRow {
  std::vector<std::string> names;  // "-f", "--format"; empty: a positional
  std::string value;               // what it takes: "FILE"; "" = nothing
  std::vector<std::string> choices;
  std::string initial;  // the value when it is not given
  std::string help;
  std::string group;
  bool required = false, repeats = false;  // a positional
};

struct CommandRow {
  std::vector<std::string> words;  // "hook", "run"; empty: the program itself
  std::string help;
  std::vector<OptionRow> options;
  std::vector<std::string> commands;  // the next words
};

// The program first, each command before those under it.
std::vector<CommandRow> command_table(const CLI::App& program);

}  // namespace rekey
