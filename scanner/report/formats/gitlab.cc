// GitLab: the secret detection report that GitLab takes as an artifact
// (artifacts:reports:secret_detection), by version 15.0.7 of its schema: a vulnerability a place.
//
// GitLab knows no suppression, so known and allowed leaks are left out. It tells vulnerabilities
// apart by rule, file and lines: of two leaks of a rule on one line it shows one. Columns have no
// field. What is no file, a message or a blob on no tree, is named by its object instead.
// The secret is in raw_source_code_extract, where GitLab looks for what it may revoke, only when it
// is to be shown.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "scanner/base/digest.h"
#include "scanner/base/json_write.h"
#include "scanner/base/time_text.h"
#include "scanner/report/formats/json_list.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/reset_markdown.h"
#include "scanner/report/text/words.h"
#include "scanner/report/writers.h"

namespace rekey {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kVersion = "15.0.7";
constexpr std::string_view kSchema =
    "https://gitlab.com/gitlab-org/security-products/security-report-schemas/-/raw/v15.0.7/dist/"
    "secret-detection-report-format.json";
constexpr std::string_view kNoCommit = "0000000";
// What the schema allows, in characters; and how many messages anybody reads.
constexpr size_t kMostName = 255, kMostSolution = 7000, kMostMessages = 200;

std::string severity_word(Severity severity) {
  std::string word(severity_name(severity));
  word[0] = static_cast<char>(word[0] - 'a' + 'A');
  return word;
}

// A path, or the object that has the text: "(commit message) 1234abcd5678".
std::string file_of(const Occurrence& at) {
  if (at.place == Place::kFile) return valid_utf8(shown_path(at));
  const std::string& object = at.commit.empty() ? at.blob : at.commit;
  return object.empty() || at.place == Place::kOrphan ? shown_path(at)
                                                      : shown_path(at) + " " + short_id(object);
}

// The same for the same place of the same leak, as a UUID (RFC 9562, version 8: one's own digest).
std::string id_of(const Finding& finding, const Occurrence& at) {
  std::string hex =
      sha256_hex(finding.fingerprint + "\n" + at.commit + "\n" + at.blob + "\n" + at.repository +
                 at.path + "\n" + std::to_string(at.line) + ":" + std::to_string(at.column));
  hex[12] = '8';
  hex[16] = "89ab"[hex[16] % 4];
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
         hex.substr(16, 4) + "-" + hex.substr(20, 12);
}

Json commit_json(const Report& report, const Occurrence& at) {
  if (at.commit.empty()) {
    return {{"sha", report.revision.empty() ? std::string(kNoCommit) : report.revision}};
  }
  return {{"sha", at.commit}, {"author", terminal_text(at.author)}, {"date", at.date}};
}

Json detail(const std::string& name, const std::string& value) {
  return {{"name", name}, {"type", "text"}, {"value", value}};
}

Json details_json(const ReportRule& entry, const Finding& finding, const Occurrence& at) {
  Json json = {
      {"secret", detail("Secret", finding.secret.masked(entry.rule.mask_prefix))},
      {"confidence", detail("Confidence", std::string(confidence_name(finding.confidence)))},
      {"fingerprint", detail("Fingerprint", finding.fingerprint)}};
  if (!entry.reset.urgency.empty()) json["urgency"] = detail("Urgency", entry.reset.urgency);
  if (!entry.reset.check.empty()) json["check"] = detail("Check", entry.reset.check);
  if (!entry.reset.after.empty()) json["after"] = detail("Afterwards", entry.reset.after);
  if (!at.commit.empty() && at.place == Place::kFile) {
    json["in_head"] = detail("In HEAD", at.in_head ? "yes" : "no");
  }
  return json;
}

Json links_json(const Reset& reset) {
  Json json = Json::array();
  const auto add = [&json](const std::string& name, const std::string& url) {
    if (is_web_address(url)) json.push_back({{"name", name}, {"url", url}});
  };
  add("Where it is reset", reset.console_url);
  for (const std::string& url : reset.docs) add("Documentation", url);
  return json;
}

Json vulnerability_json(const Report& report, const Finding& finding, const Occurrence& at,
                        bool show_secrets) {
  const ReportRule& entry = report.rules[finding.rule];
  const auto& [rule, reset] = entry;
  const std::string kind = kind_name(rule);
  Json json = {
      {"id", id_of(finding, at)},
      {"name", cut_text(kind, kMostName)},
      {"description", cut_text(kind + " in the repository. " + first_step(reset), kMostSolution)},
      {"severity", severity_word(finding.severity)},
      {"solution", cut_text(reset_plain(reset), kMostSolution)},
      {"identifiers",
       {{{"type", "rekey_rule_id"}, {"name", "rekey rule " + rule.id}, {"value", rule.id}},
        {{"type", "cwe"},
         {"name", "CWE-798"},
         {"value", "798"},
         {"url", "https://cwe.mitre.org/data/definitions/798.html"}}}}};
  if (Json links = links_json(reset); !links.empty()) json["links"] = std::move(links);
  json["details"] = details_json(entry, finding, at);
  json["location"] = {{"file", file_of(at)},
                      {"start_line", at.line},
                      {"end_line", at.end_line},
                      {"commit", commit_json(report, at)}};
  if (show_secrets) json["raw_source_code_extract"] = finding.secret.reveal();
  return json;
}

Json messages_json(const Report& report) {
  Json json = Json::array();
  const auto add = [&json](std::string_view level, const std::string& text) {
    json.push_back({{"level", level}, {"value", terminal_text(text)}});
  };
  const size_t all = report.skipped.size();
  for (size_t i = 0; i < std::min(all, kMostMessages); ++i) {
    add("warn", "Not scanned: " + report.skipped[i].what + ": " + report.skipped[i].why);
  }
  if (all > kMostMessages) {
    add("warn", "Not scanned: " + std::to_string(all - kMostMessages) + " more");
  }
  if (!report.note.empty()) add("info", report.note);
  return json;
}

// A part that could not be read is a warning there; a scan that read nothing of what is there is a
// failure.
Json scan_json(const Report& report) {
  const Json tool = {{"id", "rekey"},
                     {"name", "rekey"},
                     {"version", report.version},
                     {"vendor", {{"name", "rekey"}}}};
  const bool failed = !report.complete && report.stats.texts == 0;
  const auto seconds = static_cast<int64_t>(std::ceil(report.stats.seconds));
  return {{"analyzer", tool},
          {"scanner", tool},
          {"type", "secret_detection"},
          {"start_time", time_text(report.started)},
          {"end_time", time_text(report.started + seconds)},
          {"status", failed ? "failure" : "success"},
          {"messages", messages_json(report)}};
}

}  // namespace

void write_gitlab(const Report& report, const ReportOptions& options, const TakePiece& take) {
  constexpr int kIndent = 2;
  constexpr size_t kDepth = 2;
  const Json frame = {{"version", kVersion},
                      {"schema", kSchema},
                      {"scan", scan_json(report)},
                      {"vulnerabilities", Json::array()}};
  JsonList list(dumped(frame, kIndent) + "\n", kIndent, kDepth, take);
  for (const Finding& finding : report.findings) {
    for (const Occurrence& at : finding.occurrences) {
      if (status_at(finding, at) != FindingStatus::kNew) continue;
      list.add(dumped(vulnerability_json(report, finding, at, options.show_secrets), kIndent));
    }
  }
  list.end();
}

}  // namespace rekey
