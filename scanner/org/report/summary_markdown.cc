// Markdown: a page for a ticket or a wiki: a table of secrets, then each with its places and steps.
#include <algorithm>

#include "scanner/org/report/summary_formats.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/reset_markdown.h"
#include "scanner/report/text/words.h"

namespace rekey {
namespace {

constexpr size_t kManyPlaces = 50;

std::string row(const Summary& summary, const Leak& leak, size_t number) {
  const Rule& rule = summary.rules[leak.rule].rule;
  return "| " + std::to_string(number) + " | " + std::string(severity_name(leak.severity)) + " | " +
         markdown_text(kind_name(rule)) + " | " + markdown_text(leak.masked) + " | " +
         std::to_string(leak.repositories) + " | " + exposure_text(leak) + " | " +
         (leak.in_head ? "yes" : "no") + " | " +
         markdown_text(leak.places.front().date.substr(0, 10)) + " | " +
         markdown_text(leak.owners) + " | " + leak.state +
         (leak.is_suppressed ? " (allowed)" : "") + " |\n";
}

std::string section(const Summary& summary, const Leak& leak, size_t number, bool verbose) {
  std::string out = "\n## " + std::to_string(number) + ". " +
                    markdown_text(kind_name(summary.rules[leak.rule].rule)) + " " +
                    markdown_text(leak.masked) + "\n\n`" + leak.id + "`\n\n";
  if (!leak.note.empty()) out += markdown_text(leak.note) + "\n\n";
  const size_t places = verbose ? leak.places.size() : std::min(leak.places.size(), kManyPlaces);
  for (size_t i = 0; i < places; ++i) {
    out += "- " + markdown_text(place_text(summary, leak.places[i])) + "\n";
  }
  if (places < leak.places.size()) {
    out += "- and " + std::to_string(leak.places.size() - places) + " more\n";
  }
  return out + "\n" + reset_markdown(leak.reset);
}

}  // namespace

std::string summary_markdown(const Summary& summary, const SummaryOptions& options) {
  std::string out = "# Leaked secrets\n\n" + markdown_text(round_text(summary)) + ".\n";
  if (!summary.skipped.empty()) {
    out += "\nNot whole:\n\n";
    for (const Skipped& one : summary.skipped) {
      out += "- " + markdown_text(one.what) + ": " + markdown_text(one.why) + "\n";
    }
  }
  if (summary.leaks.empty()) return out + "\nNothing was found.\n";
  out +=
      "\n| | severity | kind | secret | repositories | readable | in HEAD | since | ask | state |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";
  size_t number = 0;
  for (const Leak& leak : summary.leaks) out += row(summary, leak, ++number);
  number = 0;
  for (const Leak& leak : summary.leaks) {
    ++number;
    if (leak.is_open() || options.verbose) out += section(summary, leak, number, options.verbose);
  }
  return out;
}

}  // namespace rekey
