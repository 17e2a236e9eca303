#include "scanner/cli/commands/command_table.h"

#include <CLI/CLI.hpp>

namespace rekey {
namespace {

// "TEXT:{text,json}" is how the parser describes a choice.
std::vector<std::string> choices_of(const std::string& type) {
  const size_t open = type.find('{');
  const size_t close = type.rfind('}');
  std::vector<std::string> out;
  if (open == std::string::npos || close == std::string::npos || close < open) return out;
  std::string rest = type.substr(open + 1, close - open - 1);
  for (size_t comma = 0; comma != std::string::npos;) {
    comma = rest.find(',');
    out.push_back(rest.substr(0, comma));
    rest.erase(0, comma == std::string::npos ? comma : comma + 1);
  }
  return out;
}

OptionRow row_of(const CLI::Option& option) {
  OptionRow row;
  for (const std::string& name : option.get_snames()) row.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) row.names.push_back("--" + name);
  const std::string type = option.get_type_name();
  row.choices = choices_of(type);
  if (option.get_expected_max() > 0) row.value = type.substr(0, type.find_first_of(":{"));
  if (row.names.empty()) row.value = option.get_name(true);
  row.initial = option.get_default_str();
  row.help = option.get_description();
  row.group = option.get_group();
  row.required = option.get_required();
  row.repeats = option.get_expected_max() > 1;
  return row;
}

void add_rows(const CLI::App& command, const std::vector<std::string>& words,
              std::vector<CommandRow>& out) {
  CommandRow row;
  row.words = words;
  row.help = command.get_description();
  for (const CLI::Option* option : command.get_options()) row.options.push_back(row_of(*option));
  const std::vector<const CLI::App*> under =
      command.get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* next : under) row.commands.push_back(next->get_name());
  out.push_back(std::move(row));
  for (const CLI::App* next : under) {
    std::vector<std::string> more = words;
    more.push_back(next->get_name());
    add_rows(*next, more, out);
  }
}

}  // namespace

std::vector<CommandRow> command_table(const CLI::App& program) {
  std::vector<CommandRow> out;
  add_rows(program, {}, out);
  return out;
}

}  // namespace rekey
