// Text: for a terminal; a leak a paragraph, what is somebody's job first.
#include <algorithm>
#include <cctype>

#include "scanner/org/report/summary_formats.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/words.h"

namespace rekey {
namespace {

constexpr size_t kFewPlaces = 3;
constexpr size_t kFewSteps = 2;
constexpr size_t kFewSkipped = 20;

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

std::string repositories_text(size_t count) {
  return std::to_string(count) + (count == 1 ? " repository" : " repositories");
}

std::string leak_text(const Summary& summary, const Leak& leak, bool verbose) {
  const Rule& rule = summary.rules[leak.rule].rule;
  std::string out = upper(severity_name(leak.severity)) + "  " + terminal_text(kind_name(rule)) +
                    "  " + terminal_text(leak.masked) + "\n";
  out += "  " + rule.id + ", " + leak.id.substr(0, 12) + ", " + leak.state;
  if (leak.is_suppressed) out += ", allowed at every place";
  if (leak.is_new) out += ", new";
  out += "\n  " + repositories_text(leak.repositories) + ", " + exposure_text(leak) +
         (leak.in_head ? ", still in a HEAD" : ", in no HEAD any more");
  const LeakPlace& oldest = leak.places.front();
  if (!oldest.date.empty()) out += ", since " + terminal_text(oldest.date.substr(0, 10));
  out += "\n";
  if (!leak.note.empty()) out += "  note: " + terminal_text(leak.note) + "\n";
  if (!leak.owners.empty()) out += "  ask: " + terminal_text(leak.owners) + "\n";
  const size_t places = verbose ? leak.places.size() : std::min(leak.places.size(), kFewPlaces);
  for (size_t i = 0; i < places; ++i) {
    out += "    " + terminal_text(place_text(summary, leak.places[i])) + "\n";
  }
  if (places < leak.places.size()) {
    out += "    and " + std::to_string(leak.places.size() - places) + " more places\n";
  }
  if (!leak.is_open()) return out + "\n";
  out += "  What to do now: " + first_step(leak.reset) + "\n";
  const size_t all = leak.reset.steps.size();
  const size_t steps = verbose ? all : std::min(all, kFewSteps);
  for (size_t i = 0; i < steps; ++i) {
    out += "    " + std::to_string(i + 1) + ". " + leak.reset.steps[i] + "\n";
  }
  if (steps < all) {
    out += "    and " + std::to_string(all - steps) + " more steps (rekey reset " + rule.id + ")\n";
  }
  if (!leak.reset.console_url.empty()) out += "    " + leak.reset.console_url + "\n";
  return out + "\n";
}

}  // namespace

std::string summary_text(const Summary& summary, const SummaryOptions& options) {
  std::string out;
  size_t open = 0, settled = 0;
  for (const Leak& leak : summary.leaks) {
    ++(leak.is_open() ? open : settled);
    if (leak.is_open() || options.verbose) out += leak_text(summary, leak, options.verbose);
  }
  const size_t skipped =
      options.verbose ? summary.skipped.size() : std::min(summary.skipped.size(), kFewSkipped);
  for (size_t i = 0; i < skipped; ++i) {
    out += "Not whole: " + terminal_text(summary.skipped[i].what) + ": " +
           terminal_text(summary.skipped[i].why) + "\n";
  }
  if (skipped < summary.skipped.size()) {
    out += "and " + std::to_string(summary.skipped.size() - skipped) + " more\n";
  }
  out += count_text(open, "secret") + " to reset";
  if (settled > 0) out += ", " + std::to_string(settled) + " settled";
  return out + ". " + round_text(summary) + ".\n";
}

}  // namespace rekey
