#include "scanner/cli/commands/help.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <vector>

#include "scanner/cli/commands/examples.h"

namespace rekey {
namespace {

constexpr size_t kWidth = 80;
constexpr size_t kNames = 25;  // the column of the texts

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += between;
    out += word;
  }
  return out;
}

// "git", "hook run"; "" for the program itself.
std::string path_of(const CLI::App& app) {
  if (app.get_parent() == nullptr) return {};
  const std::string above = path_of(*app.get_parent());
  return above.empty() ? app.get_name() : above + " " + app.get_name();
}

// One entry of a list: a name, and beside it, or below if it is long, a text.
std::string entry(const std::string& name, const std::string& text) {
  std::string out = "  " + name;
  if (out.size() + 1 > kNames) {
    out += "\n" + std::string(kNames, ' ');
  } else {
    out.resize(kNames, ' ');
  }
  return out + wrapped(text, kWidth, kNames) + "\n";
}

std::string option_name(const OptionRow& row) {
  if (row.names.empty()) return row.value;
  return joined(row.names, ",") + (row.value.empty() ? "" : " " + row.value);
}

std::string option_text(const OptionRow& row) {
  std::string out = row.help;
  if (!row.initial.empty()) out += " (" + row.initial + ")";
  return row.choices.empty() ? out : out + ": " + joined(row.choices, ", ");
}

// Positionals, then the command's own options, then the groups that commands share; of a group that
// another command's help explains the names alone.
std::string option_entries(const CommandRow& row) {
  std::string positionals, own, groups, group, names;
  for (const OptionRow& option : row.options) {
    const std::string text = entry(option_name(option), option_text(option));
    if (option.names.empty()) {
      positionals += text;
    } else if (option.group == "Options") {
      if (option.names.back() != "--help") own += text;
    } else if (option.group.starts_with(kAsWith)) {
      if (names.empty()) names = option.group + ":";
      names += " " + option.names.back();
    } else {
      if (option.group != group) groups += option.group + ":\n";
      group = option.group;
      groups += text;
    }
  }
  if (!names.empty()) names = wrapped(names, kWidth, 2) + "\n";
  return positionals + own + groups + names;
}

// A positional as a synopsis has it.
std::string word_of(const OptionRow& row) {
  const std::string word = row.value + (row.repeats ? "..." : "");
  return row.required ? word : "[" + word + "]";
}

std::string usage_of(const CommandRow& row, const std::string& path) {
  std::string out = "Usage: rekey";
  if (!path.empty()) out += " " + path;
  if (!row.commands.empty()) out += " COMMAND";
  if (row.options.size() > 1 || !row.commands.empty()) out += " [OPTION]...";
  for (const OptionRow& option : row.options) {
    if (option.names.empty()) out += " " + word_of(option);
  }
  return out + "\n";
}

class HelpFormatter : public CLI::FormatterBase {
 public:
  std::string make_help(const CLI::App* app, std::string /*name*/,
                        CLI::AppFormatMode /*mode*/) const override {
    const std::vector<CommandRow> table = command_table(*app);
    const CommandRow& row = table.front();
    const std::string path = path_of(*app);
    std::string out = usage_of(row, path) + wrapped(row.help, kWidth, 0) + "\n\n";
    for (const CommandRow& under : table) {
      if (under.words.size() == 1) out += entry(under.words[0], first_sentence(under.help));
    }
    out += option_entries(row);
    const std::vector<CommandExample> examples = examples_of(path);
    if (!path.empty()) return examples.empty() ? out : out + "Example: " + examples[0].line + "\n";
    out += "Examples:\n";
    for (const CommandExample& one : examples) out += "  " + one.line + "\n";
    return out + app->get_footer() + "\n";
  }
};

}  // namespace

std::shared_ptr<CLI::FormatterBase> help_formatter() {
  return std::make_shared<HelpFormatter>();
}

std::string first_sentence(std::string_view help) {
  size_t end = help.find('.');
  while (end != std::string_view::npos && end + 1 < help.size() && help[end + 1] != ' ' &&
         help[end + 1] != '\n') {
    end = help.find('.', end + 1);
  }
  std::string out(help.substr(0, end));
  std::replace(out.begin(), out.end(), '\n', ' ');
  return out;
}

std::string wrapped(std::string_view text, size_t width, size_t indent) {
  std::string out;
  size_t column = indent;
  while (!text.empty()) {
    const size_t end = std::min(text.find_first_of(" \n"), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    if (column > indent && column + 1 + word.size() > width) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out;
}

}  // namespace rekey
