#include "scanner/org/report/summary_formats.h"

#include <algorithm>

#include "scanner/org/report/summary_report.h"
#include "scanner/report/format.h"
#include "scanner/report/text/words.h"

namespace rekey {
namespace {

const std::vector<SummaryFormat>& own_formats() {
  static const std::vector<SummaryFormat> table = {
      {"text", summary_text, Medium::kText},   {"json", summary_json, Medium::kJson},
      {"jsonl", summary_jsonl, Medium::kJson}, {"markdown", summary_markdown, Medium::kMarkdown},
      {"csv", summary_csv, Medium::kText},     {"sarif", summary_sarif, Medium::kJson},
  };
  return table;
}

std::vector<SummaryFormat> all_formats() {
  std::vector<SummaryFormat> all = own_formats();
  for (const Format& format : formats()) {
    const bool is_own = std::any_of(all.begin(), all.end(),
                                    [&](const auto& own) { return own.name == format.name; });
    if (is_own || format.is_of_a_change) continue;
    all.push_back({format.name,
                   [&format](const Summary& summary, const SummaryOptions& /*options*/) {
                     return format.text(report_of(summary), {});
                   },
                   format.medium});
  }
  return all;
}

}  // namespace

const std::vector<SummaryFormat>& summary_formats() {
  static const std::vector<SummaryFormat> table = all_formats();
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
