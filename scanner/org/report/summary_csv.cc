// CSV: a row a place; the columns of a leak are the same in each of its rows.
#include <array>

#include "scanner/org/report/summary_formats.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/words.h"

namespace rekey {
namespace {

constexpr std::array<std::string_view, 27> kColumns = {
    "id",         "severity", "confidence", "rule",     "kind",       "secret",    "length",
    "state",      "note",     "first_seen", "exposure", "repository", "url",       "place",
    "path",       "line",     "column",     "commit",   "author",     "email",     "date",
    "removed_in", "in_head",  "status",     "reason",   "owners",     "first_step"};

template <typename Fields>
std::string line_of(const Fields& fields) {
  std::string out;
  for (const auto& one : fields) out += (out.empty() ? "" : ",") + csv_field(one);
  return out + "\n";
}

std::string row_of(const Summary& summary, const Leak& leak, const LeakPlace& at) {
  const Rule& rule = summary.rules[leak.rule].rule;
  const SummaryRepository& repository = summary.repositories[at.repository];
  return line_of(
      std::array<std::string, kColumns.size()>{leak.id,
                                               std::string(severity_name(leak.severity)),
                                               std::string(confidence_name(leak.confidence)),
                                               rule.id,
                                               kind_name(rule),
                                               leak.masked,
                                               std::to_string(leak.length),
                                               leak.state,
                                               leak.note,
                                               leak.first_seen,
                                               std::string(visibility_name(leak.exposure)),
                                               repository.name,
                                               repository.url,
                                               at.place,
                                               at.path,
                                               std::to_string(at.line),
                                               std::to_string(at.column),
                                               at.commit,
                                               at.author,
                                               at.email,
                                               at.date,
                                               at.removed_in,
                                               at.in_head ? "yes" : "no",
                                               at.status,
                                               at.reason,
                                               leak.owners,
                                               first_step(leak.reset)});
}

}  // namespace

std::string summary_csv(const Summary& summary, const SummaryOptions& /*options*/) {
  std::string out = line_of(kColumns);
  for (const Leak& leak : summary.leaks) {
    for (const LeakPlace& at : leak.places) out += row_of(summary, leak, at);
  }
  return out;
}

}  // namespace rekey
