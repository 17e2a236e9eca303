#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <memory>

#include "scanner/base/file.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/setup/run.h"
#include "scanner/cli/terminal/terminal.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/log_commands.h"
#include "scanner/scan/files/explain.h"
#include "scanner/scan/text/searched_text.h"

namespace rekey {
namespace {

struct ExplainFlags {
  std::string place;
  ScanFlags scan;
};

struct FileLine {
  std::string file;
  uint32_t line = 0;
};

// "FILE:LINE" or, as reports have it, "FILE:LINE:COLUMN".
Result<FileLine> parse_place(const std::string& text) {
  FileLine out;
  std::string rest = text;
  for (int numbers = 0; numbers < 2; ++numbers) {
    const size_t colon = rest.rfind(':');
    if (colon == std::string::npos) break;
    uint32_t value = 0;
    const char* end = rest.data() + rest.size();
    const auto [stop, error] = std::from_chars(rest.data() + colon + 1, end, value);
    if (error != std::errc() || stop != end || value == 0) break;
    out.line = value;
    rest.resize(colon);
  }
  out.file = rest;
  if (out.line == 0 || out.file.empty()) {
    return Error{ErrorCode::kUsage, "explain: give FILE:LINE"};
  }
  return out;
}

Result<std::string> explanation(const ExplainFlags& flags) {
  const Result<FileLine> place = parse_place(flags.place);
  if (!place) return place.error();
  const Result<ScanOptions> options = scan_options(flags.scan, ".");
  if (!options) return options.error();
  Result<std::string> text = read_named_file(place->file, options->max_file_size);
  if (!text) return text.error();
  if (const SearchedText searched(*text); searched.is_made()) text = std::string(searched.bytes());
  if (static_cast<size_t>(std::count(text->begin(), text->end(), '\n')) + 1 < place->line) {
    return Error{ErrorCode::kUsage, flags.place + ": the file has no such line"};
  }
  const auto found = explain_line(*text, place->file, place->line, *options);
  if (!found) return found.error();
  if (found->empty()) {
    return std::string(
        "No candidate: no rule's expression matches on this line, or the words that it asks for "
        "are not near.\n");
  }
  std::string out;
  for (const Explanation& one : *found) {
    out += terminal_text(one.path) + ":" + std::to_string(one.line) + ":" +
           std::to_string(one.column) + "  " + terminal_text(one.rule) + "  " +
           terminal_text(one.masked) + "\n    " +
           (one.reported ? std::string("reported") : "not reported, by " + one.stage);
    if (!one.reason.empty()) out += ": " + terminal_text(one.reason);
    out += "\n";
  }
  return out;
}

}  // namespace

void add_explain_command(CLI::App& program, ExitCode& result) {
  auto flags = std::make_shared<ExplainFlags>();
  CLI::App* command =
      program.add_subcommand("explain", "Why each candidate on a line is reported or not");
  command->add_option("FILE:LINE", flags->place, "The line")->required();
  add_scan_flags(*command, flags->scan);
  command->callback([flags, &result] {
    const Result<std::string> text = explanation(*flags);
    const Status status =
        text ? write_output(without_commands(*text, Medium::kText)) : text.error();
    result = status ? ExitCode::kClean : fail(status.error());
  });
}

}  // namespace rekey
