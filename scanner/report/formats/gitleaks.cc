// gitleaks: the JSON report of that scanner, for what reads it already: an array, an object a
// place.
//
// Secrets are masked in Secret and Match unless they are to be shown. Columns are 1-based bytes,
// the last one inclusive, of the match. Message stays empty: a commit's message may hold secrets of
// its own. Allowed places are left out, as there; known leaks too, as with a baseline there.
#include <nlohmann/json.hpp>

#include "scanner/base/entropy.h"
#include "scanner/base/json_write.h"
#include "scanner/report/formats/json_list.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/words.h"
#include "scanner/report/writers.h"

namespace rekey {
namespace {

using Json = nlohmann::ordered_json;

struct Lines {
  uint32_t line, column, end_line, end_column;
};

// Of the match if it is known, else of the secret.
Lines lines_of_match(const Occurrence& at) {
  if (at.match) return {at.match->line, at.match->column, at.match->end_line, at.match->end_column};
  return {at.line, at.column, at.end_line, at.end_column};
}

std::string fingerprint_of(const std::string& rule, const Occurrence& at) {
  return (at.commit.empty() ? "" : at.commit + ":") + display_path(at) + ":" + rule + ":" +
         std::to_string(lines_of_match(at).line);
}

Json place_json(const Report& report, const Finding& finding, const Occurrence& at,
                bool show_secrets) {
  const Rule& rule = report.rules[finding.rule].rule;
  const std::string secret =
      show_secrets ? finding.secret.reveal() : finding.secret.masked(rule.mask_prefix);
  const Lines lines = lines_of_match(at);
  Json json = {{"RuleID", rule.id},
               {"Description", kind_name(rule)},
               {"StartLine", lines.line},
               {"EndLine", lines.end_line},
               {"StartColumn", lines.column},
               {"EndColumn", lines.end_column > 1 ? lines.end_column - 1 : 1},
               {"Match", at.match ? at.match->before + secret + at.match->after : secret},
               {"Secret", secret},
               {"File", display_path(at)},
               {"SymlinkFile", ""},
               {"Commit", at.commit},
               {"Link", link_to(report, at)},
               {"Entropy", static_cast<float>(entropy(finding.secret.reveal()))},
               {"Author", at.author},
               {"Email", at.email},
               {"Date", at.date},
               {"Message", ""},
               {"Tags", rule.tags},
               {"Fingerprint", fingerprint_of(rule.id, at)}};
  return json;
}

}  // namespace

void write_gitleaks(const Report& report, const ReportOptions& options, const TakePiece& take) {
  constexpr int kIndent = 1;
  JsonList list("[]\n", kIndent, 1, take);
  for (const Finding& finding : report.findings) {
    for (const Occurrence& at : finding.occurrences) {
      if (status_at(finding, at) != FindingStatus::kNew) continue;
      list.add(dumped(place_json(report, finding, at, options.show_secrets), kIndent));
    }
  }
  list.end();
}

}  // namespace rekey
