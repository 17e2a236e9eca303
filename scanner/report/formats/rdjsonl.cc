// Rdjsonl: reviewdog's diagnostic format, a Diagnostic a line: what that program needs to comment
// on a change. Columns count UTF-8 bytes, ends are exclusive.
//
// Known and allowed leaks are left out: the format has no place for that. What is no file has its
// name for a path, so that reviewdog shows it where it shows all.
#include <nlohmann/json.hpp>

#include "scanner/base/json_write.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/words.h"
#include "scanner/report/writers.h"

namespace rekey {
namespace {

using Json = nlohmann::ordered_json;

std::string_view level_of(Severity severity) {
  if (severity >= Severity::kHigh) return "ERROR";
  return severity == Severity::kMedium ? "WARNING" : "INFO";
}

// Of an Occurrence or a Part in it.
template <typename Placed>
Json location_json(const Occurrence& at, const Placed& placed) {
  return {{"path", shown_path(at)},
          {"range",
           {{"start", {{"line", placed.line}, {"column", placed.column}}},
            {"end", {{"line", placed.end_line}, {"column", placed.end_column}}}}}};
}

Json diagnostic_json(const Report& report, const Finding& finding, const Occurrence& at) {
  const auto& [rule, reset] = report.rules[finding.rule];
  const std::string message = place_message(report, finding, at);
  Json json = {{"message", message},
               {"location", location_json(at, at)},
               {"severity", level_of(finding.severity)},
               {"source", {{"name", "rekey"}}},
               {"code", {{"value", rule.id}}}};
  if (!reset.docs.empty() && is_web_address(reset.docs.front())) {
    json["code"]["url"] = reset.docs.front();
  }
  for (const Part& part : at.parts) {
    const Rule& other = report.rules[part.rule].rule;
    json["related_locations"].push_back(
        {{"message",
          terminal_text(kind_name(other) + " (" + part.secret.masked(other.mask_prefix) + ")")},
         {"location", location_json(text_of(at, part), part)}});
  }
  json["original_output"] = terminal_text(shown_path(at) + ":" + std::to_string(at.line) + ":" +
                                          std::to_string(at.column) + ": ") +
                            message;  // what reviewdog prints on a terminal
  return json;
}

}  // namespace

void write_rdjsonl(const Report& report, const ReportOptions& /*options*/, const TakePiece& take) {
  for (const Finding& finding : report.findings) {
    for (const Occurrence& at : finding.occurrences) {
      if (status_at(finding, at) != FindingStatus::kNew) continue;
      take(dumped(diagnostic_json(report, finding, at), kOneLine) + "\n");
    }
  }
}

}  // namespace rekey
