// Help: what --help prints: a screen of 80 columns a command, from the table that parses the words.
// What does not fit stands in the manual page. Pure; one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "scanner/cli/commands/command_table.h"

namespace CLI {
class FormatterBase;
}

namespace rekey {

// To be set before commands are added: they take it over.
std::shared_ptr<CLI::FormatterBase> help_formatter();

// A group of options whose name begins so, and goes on with the command that explains them, is told
// by its names alone.
constexpr std::string_view kAsWith = "As with ";

// The first sentence of a help text, for a list.
std::string first_sentence(std::string_view help);

// `text` in lines of at most `width` columns where its words allow it; each but the first begins
// with `indent` blanks. Line ends in it are blanks.
std::string wrapped(std::string_view text, size_t width, size_t indent);

}  // namespace rekey
