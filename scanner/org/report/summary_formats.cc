#include "scanner/org/report/summary_formats.h"

#include "scanner/org/report/summary_report.h"
#include "scanner/report/text/words.h"
#include "scanner/report/writers.h"

namespace rekey {
namespace {

template <void (*write)(const Report&, const ReportOptions&, const TakePiece&)>
std::string as_report(const Summary& summary, const SummaryOptions& /*options*/) {
  std::string out;
  write(report_of(summary), {}, [&](const std::string& piece) { out += piece; });
  return out;
}

}  // namespace

const std::vector<SummaryFormat>& summary_formats() {
  static const std::vector<SummaryFormat> table = {
      {"text", summary_text},
      {"json", summary_json, Medium::kJson},
      {"jsonl", summary_jsonl, Medium::kJson},
      {"markdown", summary_markdown, Medium::kMarkdown},
      {"html", as_report<write_html>, Medium::kMarkup},
      {"csv", summary_csv},
      {"sarif", summary_sarif, Medium::kJson},
      {"gitlab", as_report<write_gitlab>, Medium::kJson},
      {"gitleaks", as_report<write_gitleaks>, Medium::kJson},
      {"junit", as_report<write_junit>, Medium::kMarkup},
      {"codequality", as_report<write_codequality>, Medium::kJson},
      {"rdjsonl", as_report<write_rdjsonl>, Medium::kJson},
  };
  return table;
}

std::string round_text(const Summary& summary) {
  int64_t total = 0;
  std::string rest;
  for (const auto& [state, count] : summary.counts) {
    total += count;
    if (state != "done") rest += ", " + std::to_string(count) + " " + state;
  }
  const auto done = summary.counts.find("done");
  return "Round " + std::to_string(summary.round) + ": " +
         std::to_string(done == summary.counts.end() ? 0 : done->second) + " of " +
         std::to_string(total) + (total == 1 ? " repository" : " repositories") + " whole" + rest;
}

std::string place_text(const Summary& summary, const LeakPlace& at) {
  std::string out = summary.repositories[at.repository].name + " " + at.path + ":" +
                    std::to_string(at.line) + ":" + std::to_string(at.column);
  if (at.commit.empty()) return out;
  out += "  " + short_id(at.commit) + " by " + at.author + ", " + at.date.substr(0, 10);
  if (at.in_head)
    out += ", in HEAD";
  else if (!at.removed_in.empty())
    out += ", removed in " + short_id(at.removed_in);
  return out;
}

std::string exposure_text(const Leak& leak) {
  if (leak.exposure == Visibility::kUnknown) return "readable by an unknown circle";
  return std::string(visibility_name(leak.exposure));
}

}  // namespace rekey
