// Brief: what a person needs at a blocked commit, in under ten lines; and a job's summary.
#include <algorithm>

#include "scanner/report/text/escape.h"
#include "scanner/report/text/words.h"
#include "scanner/report/writers.h"

namespace rekey {
namespace {

constexpr size_t kLeaksShown = 2;     // two lines each
constexpr size_t kRowsShown = 100;    // a summary may have 1 MiB
constexpr size_t kLongestStep = 160;  // bytes
constexpr size_t kLongestPath = 300;  // bytes

std::string shortened(std::string text, size_t most) {
  if (text.size() <= most) return text;
  text.resize(most);
  return valid_utf8(text) + "…";
}

std::string place_text(const Occurrence& at) {
  return shown_path(at) + ":" + std::to_string(at.line);
}

std::vector<const Finding*> new_ones(const Report& report) {
  std::vector<const Finding*> out;
  for (const Finding& finding : report.findings) {
    if (finding.status == FindingStatus::kNew) out.push_back(&finding);
  }
  return out;
}

std::string brief_text(const Report& report, const ReportOptions& options) {
  const std::vector<const Finding*> found = new_ones(report);
  std::string out;
  if (!report.skipped.empty()) {
    const Skipped& one = report.skipped.front();
    out += "Not scanned: " + terminal_text(shortened(one.what, kLongestPath) + ": " + one.why) +
           (report.skipped.size() == 1
                ? "\n"
                : ", and " + count_text(report.skipped.size() - 1, "more thing") + "\n");
  }
  for (const std::string& note : report.notes) out += "Note: " + terminal_text(note) + "\n";
  if (found.empty()) return out;
  for (size_t i = 0; i < std::min(found.size(), kLeaksShown); ++i) {
    const auto& [rule, reset] = report.rules[found[i]->rule];
    const Occurrence& at = found[i]->occurrences.front();
    out += terminal_text(shortened(place_text(at), kLongestPath)) + ": " +
           terminal_text(kind_name(rule)) + " " +
           terminal_text(options.show_secrets ? found[i]->secret.reveal()
                                              : found[i]->secret.masked(rule.mask_prefix)) +
           "\n  " + terminal_text(shortened(first_step(reset), kLongestStep)) + "\n";
  }
  if (found.size() > kLeaksShown) {
    out += "and " + count_text(found.size() - kLeaksShown, "more leak") + "\n";
  }
  out +=
      "Take it out and read it from the environment; if it was ever pushed, reset it:\n"
      "  rekey reset " +
      terminal_text(report.rules[found.front()->rule].rule.id) + "\n";
  return out + (options.heed_comments
                    ? "If it is no secret, write 'rekey:allow REASON' in a comment on its line.\n"
                    : "If it is no secret, have it put into .rekeyignore where this is judged.\n");
}

}  // namespace

void write_brief(const Report& report, const ReportOptions& options, const TakePiece& take) {
  take(brief_text(report, options));
}

void write_markdown(const Report& report, const ReportOptions& /*options*/, const TakePiece& take) {
  const std::vector<const Finding*> found = new_ones(report);
  std::string out = "### rekey: ";
  out += found.empty() ? "no leaks found" : count_text(found.size(), "leak") + " found";
  out += "\n\n" + count_text(report.stats.texts, "text") + ", " + size_text(report.stats.bytes) +
         ", " + count_text(report.stats.commits, "commit") + ", " +
         seconds_text(report.stats.seconds) + "\n";
  if (!found.empty())
    out += "\n| Severity | What | Where | What to do now |\n| --- | --- | --- | --- |\n";
  for (size_t i = 0; i < std::min(found.size(), kRowsShown); ++i) {
    const auto& [rule, reset] = report.rules[found[i]->rule];
    const Occurrence& at = found[i]->occurrences.front();
    const auto cell = [](const std::string& text) {
      return markdown_text(terminal_text(text)) + " | ";
    };
    out += "| " + cell(std::string(severity_name(found[i]->severity))) +
           cell(kind_name(rule) + " " + found[i]->secret.masked(rule.mask_prefix)) +
           cell(shortened(place_text(at), kLongestPath) +
                (at.commit.empty() ? "" : " in " + short_id(at.commit))) +
           cell(shortened(first_step(reset), kLongestStep));
    out.back() = '\n';
  }
  if (found.size() > kRowsShown) {
    out += "\nand " + count_text(found.size() - kRowsShown, "more leak") + "\n";
  }
  if (!report.skipped.empty()) out += "\nNot scanned:\n\n";
  for (size_t i = 0; i < std::min(report.skipped.size(), kRowsShown); ++i) {
    const Skipped& one = report.skipped[i];
    out += "- " + markdown_text(terminal_text(shortened(one.what, kLongestPath) + ": " + one.why)) +
           "\n";
  }
  take(std::move(out));
}

}  // namespace rekey
