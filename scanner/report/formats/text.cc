// Text: the report for people: one paragraph a leak, worst first, with where it is, who brought it
// in and what to do; then what was scanned and what was not.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "scanner/report/text/escape.h"
#include "scanner/report/text/words.h"
#include "scanner/report/writers.h"

namespace rekey {
namespace {

constexpr size_t kPlacesShown = 3;  // of a leak, without --verbose
constexpr size_t kStepsShown = 3;   // of a reset, without --verbose
constexpr size_t kSkippedShown = 10;
constexpr size_t kLeastWidth = 40;

constexpr std::string_view kBold = "\x1b[1m", kDim = "\x1b[2m", kReset = "\x1b[0m";

std::string_view severity_color(Severity severity) {
  constexpr std::array<std::string_view, 5> kColors = {"\x1b[2m", "\x1b[36m", "\x1b[33m",
                                                       "\x1b[31m", "\x1b[1;31m"};
  return kColors[static_cast<size_t>(severity)];
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  return out;
}

class TextReport {
 public:
  TextReport(const Report& report, const ReportOptions& options, const TakePiece& take)
      : report_(report),
        options_(options),
        take_(take),
        width_(std::max<size_t>(options.width, kLeastWidth)) {}

  void write() {
    for (const Finding& finding : report_.findings) {
      if (!shows(finding)) continue;
      one(finding);
      take_(std::exchange(out_, {}));
    }
    stale();
    skipped();
    notes();
    summary();
    if (options_.stats) stats();
    take_(std::move(out_));
  }

 private:
  [[nodiscard]] std::string colored(std::string_view color, const std::string& text) const {
    if (!options_.color) return text;
    return std::string(color) + text + std::string(kReset);
  }

  void line(const std::string& text) { out_ += text + "\n"; }

  // `whole` in lines that fit, each behind `indent` spaces; `mark` stands before the first. Rule
  // files come from the scanned repository too: what they say is escaped like all the rest.
  void wrapped(size_t indent, const std::string& mark, std::string_view whole) {
    const std::string escaped = terminal_text(whole);
    std::string_view text = escaped;
    std::string current = std::string(indent, ' ') + mark;
    const size_t start = current.size();
    size_t used = start;
    while (!text.empty()) {
      const size_t end = std::min(text.find(' '), text.size());
      const std::string_view word = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (used > start && used + 1 + word.size() > width_) {
        line(current);
        current = std::string(start, ' ');
        used = start;
      }
      if (used > start) current += ' ';
      current += word;
      used += word.size() + 1;
    }
    line(current);
  }

  [[nodiscard]] bool shows(const Finding& finding) const {
    return finding.status == FindingStatus::kNew || options_.known;
  }

  void one(const Finding& finding) {
    const auto& [rule, reset] = report_.rules[finding.rule];
    std::string head =
        colored(severity_color(finding.severity), upper(severity_name(finding.severity)));
    head += "  " + colored(kBold, terminal_text(kind_name(rule))) + "  " +
            terminal_text(options_.show_secrets ? finding.secret.reveal()
                                                : finding.secret.masked(rule.mask_prefix));
    line(head);
    std::string about =
        terminal_text(rule.id) + ", confidence " + std::string(confidence_name(finding.confidence));
    if (finding.status != FindingStatus::kNew) {
      about += ", " + std::string(status_name(finding.status));
      if (!finding.reason.empty()) about += ": " + terminal_text(finding.reason);
    }
    line(colored(kDim, "  " + about));
    places(finding);
    reset_steps(finding.rule, reset);
    line("");
  }

  void places(const Finding& finding) {
    const size_t all = finding.occurrences.size();
    const size_t shown = options_.verbose ? all : std::min(all, kPlacesShown);
    for (size_t i = 0; i < shown; ++i) place(finding.occurrences[i]);
    if (shown < all) line("  and " + count_text(all - shown, "more place") + " (-v shows them)");
  }

  void place(const Occurrence& at) {
    std::string text = "  " + terminal_text(shown_path(at)) + ":" + std::to_string(at.line) + ":" +
                       std::to_string(at.column);
    if (!at.commit.empty()) text += "  " + history(at);
    line(text);
    for (const Part& part : at.parts) {
      const Rule& rule = report_.rules[part.rule].rule;
      line("    with " + terminal_text(kind_name(rule)) + "  " +
           terminal_text(options_.show_secrets ? part.secret.reveal()
                                               : part.secret.masked(rule.mask_prefix)) +
           "  in " + terminal_text(part_place(at, part)));
    }
    if (!at.allow_reason.empty()) {
      line(colored(kDim, std::string(at.allowed == Allowed::kNot ? "    " : "    allowed: ") +
                             terminal_text(at.allow_reason)));
    }
    if (options_.verbose && !at.context_line.empty() && !options_.show_secrets) {
      line(colored(kDim, "    | " + terminal_text(at.context_line)));
    }
  }

  [[nodiscard]] std::string history(const Occurrence& at) const {
    std::string text = short_id(at.commit) + " by " + terminal_text(at.author);
    if (options_.verbose && !at.email.empty()) text += " <" + terminal_text(at.email) + ">";
    text += ", " + at.date.substr(0, 10);
    if (at.place != Place::kFile) return text;
    if (at.in_head) return text + ", still in HEAD";
    if (!at.removed_in.empty()) return text + ", removed in " + short_id(at.removed_in);
    return text + (at.refs.empty() ? ", on no branch" : ", on " + terminal_text(at.refs.front()));
  }

  // A reset block once; other leaks of its kind point back to it.
  void reset_steps(uint32_t rule, const Reset& reset) {
    if (!told_.insert(rule).second) {
      line("  What to do now: as above.");
      return;
    }
    wrapped(2, "", "What to do now: " + first_step(reset));
    const size_t all = reset.steps.size();
    const size_t shown = options_.verbose ? all : std::min(all, kStepsShown);
    for (size_t i = 0; i < shown; ++i) wrapped(4, std::to_string(i + 1) + ". ", reset.steps[i]);
    if (shown < all) {
      line("    and " + count_text(all - shown, "more step") + " (rekey reset " +
           terminal_text(report_.rules[rule].rule.id) + ")");
    }
    if (!reset.console_url.empty()) wrapped(4, "", reset.console_url);
    if (!reset.console_path.empty()) wrapped(4, "", reset.console_path);
    if (!options_.verbose) return;
    if (const std::string revoke = revoke_text(reset); !revoke.empty()) wrapped(4, "API: ", revoke);
    if (!reset.check.empty()) wrapped(4, "Check: ", reset.check);
    if (!reset.after.empty()) wrapped(4, "Afterwards: ", reset.after);
    if (!reset.side_effects.empty()) wrapped(4, "Side effects: ", reset.side_effects);
    for (const std::string& url : reset.docs) wrapped(4, "", url);
  }

  void stale() {
    if (report_.stale.empty()) return;
    line(count_text(report_.stale.size(), "leak") +
         " of the baseline no longer found (rekey baseline update takes them out)");
    if (options_.verbose) {
      for (const std::string& one : report_.stale) line("  " + terminal_text(one));
    }
    line("");
  }

  void skipped() {
    const size_t all = report_.skipped.size();
    if (all == 0) return;
    line(colored(kBold, "Not scanned, so this report is incomplete:"));
    const size_t shown = options_.verbose ? all : std::min(all, kSkippedShown);
    for (size_t i = 0; i < shown; ++i) {
      const Skipped& one = report_.skipped[i];
      line("  " + terminal_text(one.what) + ": " + terminal_text(one.why));
    }
    if (shown < all) line("  and " + std::to_string(all - shown) + " more (-v shows them)");
    line("");
  }

  void notes() {
    for (const std::string& note : report_.notes) line("Note: " + terminal_text(note));
    if (!report_.notes.empty()) line("");
  }

  void summary() {
    std::map<Severity, uint64_t, std::greater<>> counts;
    size_t shown = 0, known = 0, allowed = 0;
    for (const Finding& finding : report_.findings) {
      known += finding.status == FindingStatus::kBaseline ? 1 : 0;
      allowed += finding.status == FindingStatus::kAllowed ? 1 : 0;
      if (finding.status != FindingStatus::kNew) continue;
      ++counts[finding.severity];
      ++shown;
    }
    std::string text;
    if (shown == 0) {
      const bool quiet = report_.note.empty() || known + allowed > 0;
      text = quiet ? "No leaks found" : terminal_text(report_.note);
      if (text.ends_with('.')) return line(text);
      if (known + allowed > 0) text = "No new leaks found";
    } else {
      text = count_text(shown, "leak") + " found (";
      for (const auto& [severity, count] : counts) {
        text += std::to_string(count) + " " + std::string(severity_name(severity)) + ", ";
      }
      text.resize(text.size() - 2);
      text += ")";
    }
    if (known > 0) text += ", " + std::to_string(known) + " in the baseline";
    if (allowed > 0) text += ", " + std::to_string(allowed) + " allowed";
    if (known + allowed > 0 && !options_.known) text += " (-v shows them)";
    text += ": " + count_text(report_.stats.texts, "text") + ", " + size_text(report_.stats.bytes);
    if (report_.stats.commits > 0) text += ", " + count_text(report_.stats.commits, "commit");
    line(text + ", " + seconds_text(report_.stats.seconds));
  }

  void stats() {
    line("Texts:   " + std::to_string(report_.stats.texts));
    line("Bytes:   " + std::to_string(report_.stats.bytes));
    if (report_.stats.commits > 0) line("Commits: " + std::to_string(report_.stats.commits));
    line("Seconds: " + seconds_text(report_.stats.seconds));
    line("Skipped: " + std::to_string(report_.skipped.size()));
    line("Rules:   " + report_.ruleset);
    line("Candidates dropped, by reason:");
    for (const auto& [reason, count] : report_.stats.dropped) {
      line("  " + reason + ": " + std::to_string(count));
    }
    if (report_.stats.dropped.empty()) line("  none");
    line("Places suppressed, by what does it:");
    for (const auto& [reason, count] : report_.stats.suppressed) {
      line("  " + reason + ": " + std::to_string(count));
    }
    if (report_.stats.suppressed.empty()) line("  none");
  }

  const Report& report_;
  const ReportOptions& options_;
  const TakePiece& take_;
  size_t width_;
  std::set<uint32_t> told_;
  std::string out_;
};

}  // namespace

void write_text(const Report& report, const ReportOptions& options, const TakePiece& take) {
  TextReport(report, options, take).write();
}

}  // namespace rekey
