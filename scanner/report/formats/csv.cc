// CSV (RFC 4180, lines end with LF): a row a place, for spreadsheets and the tools that read only
// this. Suppressed leaks have their rows too; the column "status" tells them apart.
#include <array>

#include "scanner/report/text/escape.h"
#include "scanner/report/text/words.h"
#include "scanner/report/writers.h"

namespace rekey {
namespace {

constexpr std::array<std::string_view, 21> kColumns = {
    "severity", "confidence", "rule",  "kind",       "provider", "secret",      "length",
    "status",   "reason",     "place", "path",       "line",     "column",      "commit",
    "author",   "email",      "date",  "removed_in", "in_head",  "fingerprint", "first_step"};

using Row = std::array<std::string, kColumns.size()>;

Row row_of(const ReportRule& entry, const Finding& finding, const Occurrence& at,
           bool show_secrets) {
  const Rule& rule = entry.rule;
  const bool history = !at.commit.empty();
  return {std::string(severity_name(finding.severity)),
          std::string(confidence_name(finding.confidence)),
          rule.id,
          kind_name(rule),
          rule.provider,
          show_secrets ? finding.secret.reveal() : finding.secret.masked(rule.mask_prefix),
          std::to_string(finding.secret.length()),
          std::string(status_name(status_at(finding, at))),
          reason_at(finding, at),
          std::string(place_name(at.place)),
          shown_path(at),
          std::to_string(at.line),
          std::to_string(at.column),
          at.commit,
          at.author,
          at.email,
          at.date,
          at.removed_in,
          history ? (at.in_head ? "yes" : "no") : "",
          finding.fingerprint,
          first_step(entry.reset)};
}

template <typename Fields>
std::string line_of(const Fields& fields) {
  std::string out;
  for (const auto& one : fields) out += (out.empty() ? "" : ",") + csv_field(one);
  return out + "\n";
}

}  // namespace

void write_csv(const Report& report, const ReportOptions& options, const TakePiece& take) {
  take(line_of(kColumns));
  for (const Finding& finding : report.findings) {
    for (const Occurrence& at : finding.occurrences) {
      take(line_of(row_of(report.rules[finding.rule], finding, at, options.show_secrets)));
    }
  }
}

}  // namespace rekey
