// Code quality: GitLab's report of that name, which a merge request shows beside its lines, in
// every tier. A subset of Code Climate's format: an array of objects, of which GitLab reads
// description, check_name, fingerprint, severity, location.path and location.lines.begin
// (docs.gitlab.com/ci/testing/code_quality, "Code Quality report format").
//
// Known and allowed leaks are left out: the format has no place for that.
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "scanner/base/digest.h"
#include "scanner/base/json_write.h"
#include "scanner/report/formats/json_list.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/words.h"
#include "scanner/report/writers.h"

namespace rekey {
namespace {

using Json = nlohmann::ordered_json;

std::string_view severity_word(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
      return "blocker";
    case Severity::kHigh:
      return "critical";
    case Severity::kMedium:
      return "major";
    case Severity::kLow:
      return "minor";
    default:
      return "info";
  }
}

// GitLab tells issues apart by it: a leak that stands twice in a file has two. Lines are no part of
// it, so that an issue stays the same when others are added above it.
std::string issue_fingerprint(const Finding& finding, const std::string& path, size_t number) {
  return sha256_hex(finding.fingerprint + "\n" + path + "\n" + std::to_string(number));
}

}  // namespace

void write_codequality(const Report& report, const ReportOptions& /*options*/,
                       const TakePiece& take) {
  constexpr int kIndent = 2;
  JsonList list("[]\n", kIndent, 1, take);
  for (const Finding& finding : report.findings) {
    std::map<std::string, size_t> seen;  // places by path
    for (const Occurrence& at : finding.occurrences) {
      if (status_at(finding, at) != FindingStatus::kNew) continue;
      const std::string path = shown_path(at);
      const Json issue = {
          {"description", terminal_text(place_message(report, finding, at))},
          {"check_name", report.rules[finding.rule].rule.id},
          {"fingerprint", issue_fingerprint(finding, path, seen[path]++)},
          {"severity", severity_word(finding.severity)},
          {"location", {{"path", path}, {"lines", {{"begin", at.line}, {"end", at.end_line}}}}}};
      list.add(dumped(issue, kIndent));
    }
  }
  list.end();
}

}  // namespace rekey
