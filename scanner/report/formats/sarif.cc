// SARIF 2.1.0 (OASIS), in the shape that GitHub's code scanning ingests: one run, a rule for each
// kind, a result for each place, positions in UTF-16 code units, no secret and no e-mail address.
//
// Messages of commits and tags and blobs on no tree have no file: their results carry a
// logical location, which viewers show and code hosts pass over.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "scanner/base/ascii.h"
#include "scanner/base/gzip.h"
#include "scanner/base/json_write.h"
#include "scanner/findings/fingerprint.h"
#include "scanner/report/formats/json_list.h"
#include "scanner/report/formats/result_share.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/reset_markdown.h"
#include "scanner/report/text/words.h"
#include "scanner/report/writers.h"

namespace rekey {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSchema = "https://json.schemastore.org/sarif-2.1.0.json";
// What GitHub takes at most: results of a run, characters of a description, tags of a rule.
constexpr size_t kMaxResults = 25000;
// And bytes of the file compressed: 10 MB, less what compressors differ by.
constexpr size_t kMaxBytes = 9'500'000;
constexpr size_t kMaxDescription = 1024;
constexpr size_t kMaxTags = 10;
constexpr size_t kMaxNotifications = 200;

std::string_view level_of(Severity severity) {
  if (severity >= Severity::kHigh) return "error";
  return severity == Severity::kMedium ? "warning" : "note";
}

std::string_view security_severity(Severity severity) {
  constexpr std::array<std::string_view, 5> kScores = {"0.1", "3.0", "5.5", "8.0", "9.5"};
  return kScores[static_cast<size_t>(severity)];
}

std::string_view precision_of(Confidence confidence) {
  constexpr std::array<std::string_view, 4> kNames = {"low", "medium", "high", "very-high"};
  return kNames[static_cast<size_t>(confidence)];
}

Json text_json(const std::string& text) {
  return {{"text", cut_text(text, kMaxDescription)}};
}

// "aws-secret-access-key" -> "AwsSecretAccessKey": a name must differ from the id (SARIF 3.49.7),
// and is written so.
std::string pascal_case(const std::string& id) {
  std::string name;
  bool starts = true;
  for (const char c : id) {
    const bool joint = !is_word(c) || c == '_';
    if (!joint) name += starts && is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
    starts = joint;
  }
  return name.empty() || name == id ? name + "Rule" : name;
}

Json rule_json(const ReportRule& entry) {
  const auto& [rule, reset] = entry;
  Json tags = {"security", "secret", "external/cwe/cwe-798"};
  const auto add = [&tags](const std::string& tag) {
    const bool known = std::find(tags.begin(), tags.end(), tag) != tags.end();
    if (!tag.empty() && !known && tags.size() < kMaxTags) tags.push_back(tag);
  };
  add(rule.provider);
  for (const std::string& tag : rule.tags) add(tag);
  Json json = {
      {"id", rule.id},
      {"name", pascal_case(rule.id)},
      {"shortDescription", text_json(kind_name(rule))},
      {"fullDescription", text_json(kind_name(rule) + " in the repository. " + first_step(reset))}};
  if (!reset.docs.empty()) json["helpUri"] = reset.docs.front();
  json["help"] = {{"text", reset_plain(reset)}, {"markdown", reset_markdown(reset)}};
  json["defaultConfiguration"] = {{"level", level_of(rule.severity)}};
  json["properties"] = {
      {"tags", std::move(tags)},
      {"precision", precision_of(rule.confidence)},
      {"problem.severity",
       level_of(rule.severity) == "note" ? "recommendation" : level_of(rule.severity)},
      {"security-severity", security_severity(rule.severity)}};
  return json;
}

Json location_json(const Occurrence& at) {
  if (at.place != Place::kFile || at.path.empty()) {
    const std::string& object = at.commit.empty() ? at.blob : at.commit;
    const Json logical = {
        {"fullyQualifiedName", shown_path(at) + (object.empty() ? "" : " " + object)},
        {"kind", "resource"}};
    return {{"logicalLocations", Json::array({logical})}};
  }
  return {{"physicalLocation",
           {{"artifactLocation", {{"uri", uri_path(at.path)}, {"uriBaseId", "ROOT"}}},
            {"region",
             {{"startLine", at.line},
              {"startColumn", at.utf16_column},
              {"endLine", at.end_line},
              {"endColumn", at.utf16_end_column}}}}}};
}

Json properties_json(const Finding& finding, const Occurrence& at) {
  Json json = {{"confidence", confidence_name(finding.confidence)},
               {"severity", severity_name(finding.severity)},
               {"place", place_name(at.place)}};
  if (!at.blob.empty()) json["blob"] = at.blob;
  if (at.commit.empty()) return json;
  json["commit"] = at.commit;
  json["author"] = valid_utf8(at.author);
  json["date"] = at.date;
  json["inHead"] = at.in_head;
  if (!at.removed_in.empty()) json["removedIn"] = at.removed_in;
  json["refs"] = at.refs;
  return json;
}

// The other halves of a pair.
Json related_json(const Report& report, const Occurrence& at) {
  Json json = Json::array();
  for (const Part& part : at.parts) {
    Occurrence other = text_of(at, part);
    other.line = part.line;
    other.end_line = part.end_line;
    other.utf16_column = part.utf16_column;
    other.utf16_end_column = part.utf16_end_column;
    const Rule& rule = report.rules[part.rule].rule;
    Json location = location_json(other);
    location["message"] = {
        {"text", kind_name(rule) + " (" + part.secret.masked(rule.mask_prefix) + ")"}};
    json.push_back(std::move(location));
  }
  return json;
}

Json result_json(const Report& report, const Finding& finding, const Occurrence& at) {
  Json json = {{"ruleId", report.rules[finding.rule].rule.id},
               {"ruleIndex", finding.rule},
               {"level", level_of(finding.severity)},
               {"message", {{"text", leak_message(report.rules[finding.rule], finding)}}},
               {"locations", Json::array({location_json(at)})},
               {"fingerprints", {{"rekey/v2", finding.fingerprint}}}};
  if (!at.parts.empty()) json["relatedLocations"] = related_json(report, at);
  if (at.place == Place::kFile && !at.line_hash.empty()) {
    json["partialFingerprints"] = {
        {"primaryLocationLineHash", line_digest(finding.secret, at.line_hash) + ":1"}};
  }
  if (report.has_baseline) {
    const bool known = finding.status == FindingStatus::kBaseline;
    json["baselineState"] = known ? "unchanged" : "new";
  }
  if (status_at(finding, at) != FindingStatus::kNew) {
    Json suppression = {{"kind", at.allowed == Allowed::kByComment ? "inSource" : "external"},
                        {"status", "accepted"}};
    const std::string& reason = reason_at(finding, at);
    if (!reason.empty()) suppression["justification"] = valid_utf8(reason);
    json["suppressions"] = Json::array({std::move(suppression)});
  }
  json["properties"] = properties_json(finding, at);
  return json;
}

Json notification_json(const std::string& text, std::string_view level) {
  return {{"level", level}, {"message", {{"text", valid_utf8(text)}}}};
}

// What did not fit, for people; "" where all did.
std::string left_out_text(const ResultShare& share) {
  if (share.left_out == 0) return {};
  std::string text =
      count_text(share.left_out, "result") +
      " of the least severe leaks, or of leaks that have others, left out: code hosts "
      "take 25000, in 10 MB compressed";
  if (share.leaks_left_out > 0) {
    text += "; " + count_text(share.leaks_left_out, "leak") +
            (share.leaks_left_out == 1 ? " has none" : " have none");
  }
  return text + ". The JSON report has all.";
}

Json invocation_json(const Report& report, const ResultShare& share) {
  Json notifications = Json::array();
  for (const Skipped& one : report.skipped) {
    if (notifications.size() == kMaxNotifications) break;
    notifications.push_back(
        notification_json("Not scanned: " + one.what + ": " + one.why, "warning"));
  }
  if (report.skipped.size() > kMaxNotifications) {
    notifications.push_back(notification_json(
        "Not scanned: " + std::to_string(report.skipped.size() - kMaxNotifications) + " more",
        "warning"));
  }
  if (share.left_out > 0) {
    notifications.push_back(notification_json(left_out_text(share), "warning"));
  }
  if (!report.note.empty()) notifications.push_back(notification_json(report.note, "note"));
  for (const std::string& note : report.notes) {
    if (notifications.size() == kMaxNotifications) break;
    notifications.push_back(notification_json(note, "note"));
  }
  return {{"executionSuccessful", report.complete},
          {"toolExecutionNotifications", std::move(notifications)}};
}

// "git /path" -> "git": what tells analyses of one commit apart.
std::string mode_of(const Report& report) {
  return report.source.substr(0, report.source.find(' '));
}

void write_share(const Report& report, const ResultShare& share, const TakePiece& take) {
  constexpr int kIndent = 2;
  constexpr size_t kDepth = 4;  // runs, a run, its results
  Json rules = Json::array();
  for (const ReportRule& rule : report.rules) rules.push_back(rule_json(rule));
  Json run = {{"tool",
               {{"driver",
                 {{"name", "rekey"},
                  {"semanticVersion", report.version},
                  {"version", report.version},
                  {"rules", std::move(rules)}}}}},
              {"automationDetails", {{"id", "rekey/" + mode_of(report) + "/"}}},
              {"columnKind", "utf16CodeUnits"},
              {"originalUriBaseIds",
               {{"ROOT", {{"description", {{"text", "The root of what was scanned."}}}}}}},
              {"invocations", Json::array({invocation_json(report, share)})}};
  // Only a URI: "host:path" as ssh has it is none.
  if (report.repository.find("://") != std::string::npos) {
    Json provenance = {{"repositoryUri", report.repository}};
    if (!report.revision.empty()) provenance["revisionId"] = report.revision;
    run["versionControlProvenance"] = Json::array({std::move(provenance)});
  }
  run["results"] = Json::array();
  run["properties"] = {{"ruleset", report.ruleset}, {"complete", report.complete}};
  const Json sarif = {
      {"$schema", kSchema}, {"version", "2.1.0"}, {"runs", Json::array({std::move(run)})}};
  JsonList list(dumped(sarif, kIndent) + "\n", kIndent, kDepth, take);
  for (size_t i = 0; i < report.findings.size(); ++i) {
    for (const Occurrence* at : share.places[i]) {
      list.add(dumped(result_json(report, report.findings[i], *at), kIndent));
    }
  }
  list.end();
}

// How large a text is as a gzip file, at most; it is made in blocks of kMaxBytes.
class PackedSize {
 public:
  void add(std::string_view piece) {
    block_ += piece;
    if (block_.size() > kMaxBytes) pack();
  }
  // A text that was never packed is small enough whatever it holds, and is here.
  [[nodiscard]] const std::string* text() const { return packed_ == 0 ? &block_ : nullptr; }
  size_t size() {
    pack();
    return packed_;
  }

 private:
  void pack() {
    packed_ += gzip_size(block_);
    block_.clear();
  }

  std::string block_;
  size_t packed_ = 0;
};

}  // namespace

std::string sarif_rules_text(const std::vector<ReportRule>& rules) {
  Json json = Json::array();
  for (const ReportRule& rule : rules) json.push_back(rule_json(rule));
  return dumped(json, kOneLine);
}

void write_sarif(const Report& report, const ReportOptions& options, const TakePiece& take) {
  size_t all = 0;
  for (const Finding& finding : report.findings) all += finding.occurrences.size();
  ResultShare share = result_share(report, kMaxResults);
  while (true) {
    PackedSize packed;
    write_share(report, share, [&](const std::string& piece) { packed.add(piece); });
    if (const std::string* text = packed.text()) {
      take(*text);
      break;
    }
    const size_t results = all - share.left_out;
    const size_t size = packed.size();
    if (size <= kMaxBytes || results == 0) {
      write_share(report, share, take);
      break;
    }
    // As many as their mean size lets in, a tenth less for what is not results.
    share = result_share(report, static_cast<size_t>(static_cast<double>(results) * 0.9 *
                                                     kMaxBytes / static_cast<double>(size)));
  }
  if (options.notes != nullptr && share.left_out > 0) {
    options.notes->push_back(left_out_text(share));
  }
}

}  // namespace rekey
