// SARIF 2.1.0: one run; a result a place, its file under the repository's own base, so that the
// same path of two repositories is two files. For viewers and collectors; code hosts take one
// repository at a time, as `rekey git` writes it.
#include <nlohmann/json.hpp>
#include <set>

#include "scanner/base/json_write.h"
#include "scanner/org/report/summary_formats.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/words.h"
#include "scanner/report/writers.h"

namespace rekey {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSchema = "https://json.schemastore.org/sarif-2.1.0.json";
constexpr size_t kMaxResults = 25000;
constexpr size_t kMaxNotifications = 1000;

std::string base_name(size_t repository) {
  return "REPOSITORY" + std::to_string(repository + 1);
}

std::string_view level_of(Severity severity) {
  if (severity >= Severity::kHigh) return "error";
  return severity == Severity::kMedium ? "warning" : "note";
}

Json location_json(const Summary& summary, const LeakPlace& at) {
  if (at.place != "file") {
    const std::string& object = at.commit.empty() ? at.blob : at.commit;
    const Json logical = {{"fullyQualifiedName",
                           summary.repositories[at.repository].name + " " + at.path + " " + object},
                          {"kind", "resource"}};
    return {{"logicalLocations", Json::array({logical})}};
  }
  return {
      {"physicalLocation",
       {{"artifactLocation", {{"uri", uri_path(at.path)}, {"uriBaseId", base_name(at.repository)}}},
        {"region",
         {{"startLine", at.line},
          {"startColumn", at.utf16_column},
          {"endLine", at.end_line},
          {"endColumn", at.utf16_end_column}}}}}};
}

Json result_json(const Summary& summary, const Leak& leak, const LeakPlace& at) {
  const ReportRule& rule = summary.rules[leak.rule];
  const std::string text = kind_name(rule.rule) + " leaked (" + leak.masked + ") in " +
                           std::to_string(leak.repositories) +
                           (leak.repositories == 1 ? " repository. " : " repositories. ") +
                           first_step(leak.reset);
  Json json = {{"ruleId", rule.rule.id},
               {"ruleIndex", leak.rule},
               {"level", level_of(leak.severity)},
               {"message", {{"text", text}}},
               {"locations", Json::array({location_json(summary, at)})},
               {"fingerprints", {{"rekeyOrg/v1", leak.id}}}};
  if (!leak.is_open() || at.status != "new") {
    Json suppression = {{"kind", "external"}, {"status", "accepted"}};
    const std::string& why = at.status != "new" ? at.reason : leak.state + ": " + leak.note;
    if (!why.empty()) suppression["justification"] = why;
    json["suppressions"] = Json::array({std::move(suppression)});
  }
  json["properties"] = {{"repository", summary.repositories[at.repository].name},
                        {"state", leak.state},
                        {"exposure", visibility_name(leak.exposure)},
                        {"commit", at.commit},
                        {"author", at.author},
                        {"date", at.date},
                        {"inHead", at.in_head},
                        {"owners", leak.owners}};
  return json;
}

Json bases_json(const Summary& summary, const std::set<size_t>& used) {
  Json json = Json::object();
  for (const size_t number : used) {
    const SummaryRepository& one = summary.repositories[number];
    json[base_name(number)] = {{"description", {{"text", one.name}}}};
  }
  return json;
}

Json provenance_json(const Summary& summary, const std::set<size_t>& used) {
  Json json = Json::array();
  for (const size_t number : used) {
    const SummaryRepository& one = summary.repositories[number];
    if (one.url.find("://") == std::string::npos) continue;
    Json entry = {{"repositoryUri", one.url}, {"mappedTo", {{"uriBaseId", base_name(number)}}}};
    if (!one.head.empty()) entry["revisionId"] = one.head;
    json.push_back(std::move(entry));
  }
  return json;
}

Json invocation_json(const Summary& summary, size_t cut) {
  Json notifications = Json::array();
  const auto add = [&](const std::string& text) {
    notifications.push_back({{"level", "warning"}, {"message", {{"text", text}}}});
  };
  for (const Skipped& one : summary.skipped) {
    if (notifications.size() == kMaxNotifications) {
      add("Not whole: " + std::to_string(summary.skipped.size() - kMaxNotifications) + " more");
      break;
    }
    add("Not whole: " + one.what + ": " + one.why);
  }
  if (cut > 0) add(std::to_string(cut) + " results of least weight were left out");
  return {{"executionSuccessful", summary.complete},
          {"toolExecutionNotifications", std::move(notifications)}};
}

}  // namespace

std::string summary_sarif(const Summary& summary, const SummaryOptions& /*options*/) {
  Json results = Json::array();
  std::set<size_t> used;
  size_t cut = 0;
  for (const Leak& leak : summary.leaks) {
    for (const LeakPlace& at : leak.places) {
      if (results.size() == kMaxResults) {
        ++cut;
        continue;
      }
      used.insert(at.repository);
      results.push_back(result_json(summary, leak, at));
    }
  }
  Json run = {{"tool",
               {{"driver",
                 {{"name", "rekey"},
                  {"semanticVersion", summary.version},
                  {"version", summary.version},
                  {"rules", Json::parse(sarif_rules_text(summary.rules), nullptr, false)}}}}},
              {"automationDetails", {{"id", "rekey/org/"}}},
              {"columnKind", "utf16CodeUnits"},
              {"originalUriBaseIds", bases_json(summary, used)},
              {"versionControlProvenance", provenance_json(summary, used)},
              {"invocations", Json::array({invocation_json(summary, cut)})},
              {"results", std::move(results)},
              {"properties", {{"ruleset", summary.ruleset}, {"complete", summary.complete}}}};
  const Json sarif = {
      {"$schema", kSchema}, {"version", "2.1.0"}, {"runs", Json::array({std::move(run)})}};
  return dumped(sarif, 2) + "\n";
}

}  // namespace rekey
