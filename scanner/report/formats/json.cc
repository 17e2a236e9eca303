// JSON: the report as product documentation has it; keys in a fixed order, UTF-8, one finding after
// another.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "scanner/base/base64.h"
#include "scanner/base/json_write.h"
#include "scanner/findings/fingerprint.h"
#include "scanner/report/formats/json_list.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/words.h"
#include "scanner/report/writers.h"

namespace rekey {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json stats_json(const Stats& stats) {
  return {{"texts", stats.texts},     {"bytes", stats.bytes},     {"commits", stats.commits},
          {"seconds", stats.seconds}, {"dropped", stats.dropped}, {"suppressed", stats.suppressed}};
}

Json head_json(const Report& report) {
  Json skipped = Json::array();
  for (const Skipped& one : report.skipped)
    skipped.push_back({{"what", one.what}, {"why", one.why}});
  Json json = {{"tool", "rekey"},
               {"version", report.version},
               {"ruleset", report.ruleset},
               {"source", report.source},
               {"repository", or_null(report.repository)},
               {"revision", or_null(report.revision)},
               {"complete", report.complete},
               {"note", or_null(report.note)},
               {"skipped", std::move(skipped)},
               {"stale_baseline", report.stale},
               {"stats", stats_json(report.stats)}};
  if (!report.notes.empty()) json["notes"] = report.notes;
  return json;
}

using Parts = std::vector<const Part*>;  // of one finding

size_t number_of(const Parts& parts, const Part& part) {
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part* one) {
    return one->rule == part.rule && one->secret.reveal() == part.secret.reveal();
  });
  return static_cast<size_t>(found - parts.begin());
}

// The halves of pairs that a finding has at any of its places, each once.
Parts parts_of(const Finding& finding) {
  Parts out;
  for (const Occurrence& at : finding.occurrences) {
    for (const Part& part : at.parts) {
      if (number_of(out, part) == out.size()) out.push_back(&part);
    }
  }
  return out;
}

Json secret_json(const Rule& rule, const Secret& secret, bool show_secrets) {
  Json json = {{"masked", secret.masked(rule.mask_prefix)},
               {"digest", secret_digest(secret)},
               {"length", secret.length()}};
  if (show_secrets) json["value"] = secret.reveal();
  return json;
}

Json parts_json(const Report& report, const Parts& parts, bool show_secrets) {
  Json json = Json::array();
  for (const Part* part : parts) {
    const Rule& rule = report.rules[part->rule].rule;
    const Secret& secret = part->secret;
    json.push_back({{"rule", rule.id},
                    {"kind", rule.kind},
                    {"fingerprint", fingerprint(rule.family, secret)},
                    {"secret", secret_json(rule, secret, show_secrets)}});
  }
  return json;
}

// Where the halves are, by their number in the finding's "parts".
Json part_places_json(const Parts& parts, const Occurrence& at) {
  Json json = Json::array();
  for (const Part& part : at.parts) {
    json.push_back({{"part", number_of(parts, part)},
                    {"line", part.line},
                    {"column", part.column},
                    {"end_line", part.end_line},
                    {"end_column", part.end_column},
                    {"start_byte", part.start_byte},
                    {"end_byte", part.end_byte}});
    if (!part.path.empty()) json.back()["path"] = display_path(text_of(at, part));
  }
  return json;
}

Json occurrence_json(const Finding& finding, const Parts& parts, const Occurrence& at) {
  Json json = {{"place", place_name(at.place)}, {"path", display_path(at)}};
  if (valid_utf8(at.path) != at.path) json["path_base64"] = base64_encode(at.path);
  json["line"] = at.line;
  json["column"] = at.column;
  json["end_line"] = at.end_line;
  json["end_column"] = at.end_column;
  json["start_byte"] = at.start_byte;
  json["end_byte"] = at.end_byte;
  json["layers"] = at.layers;
  json["context"] = at.context_line;
  if (!at.parts.empty()) json["parts"] = part_places_json(parts, at);
  json["status"] = status_name(status_at(finding, at));
  json["reason"] = reason_at(finding, at);
  if (!at.blob.empty()) json["blob"] = at.blob;
  if (at.commit.empty()) return json;
  json["commit"] = at.commit;
  json["author"] = at.author;
  json["email"] = at.email;
  json["date"] = at.date;
  json["removed_in"] = or_null(at.removed_in);
  json["in_head"] = at.in_head;
  json["refs"] = at.refs;
  return json;
}

Json revoke_json(const Reset::Call& call) {
  if (call.empty()) return nullptr;
  return {{"method", call.method},
          {"url", call.url},
          {"auth", call.auth},
          {"body", call.body},
          {"success", call.success}};
}

Json reset_json(const Reset& reset) {
  return {{"summary", reset.summary},
          {"urgency", reset.urgency},
          {"console_url", or_null(reset.console_url)},
          {"console_path", or_null(reset.console_path)},
          {"revoke", revoke_json(reset.revoke)},
          {"self_revocable", reset.self_revocable},
          {"steps", reset.steps},
          {"check", or_null(reset.check)},
          {"after", or_null(reset.after)},
          {"side_effects", or_null(reset.side_effects)},
          {"docs", reset.docs}};
}

// Up to its reset.
Json finding_json(const Report& report, const Finding& finding, bool show_secrets) {
  const Rule& rule = report.rules[finding.rule].rule;
  const Parts parts = parts_of(finding);
  Json occurrences = Json::array();
  for (const Occurrence& at : finding.occurrences) {
    occurrences.push_back(occurrence_json(finding, parts, at));
  }
  return {{"rule", rule.id},
          {"kind", rule.kind},
          {"provider", rule.provider},
          {"severity", severity_name(finding.severity)},
          {"confidence", confidence_name(finding.confidence)},
          {"fingerprint", finding.fingerprint},
          {"secret", secret_json(rule, finding.secret, show_secrets)},
          {"parts", parts_json(report, parts, show_secrets)},
          {"occurrences", std::move(occurrences)}};
}

// The findings of a report as text. The resets, which are half of it, are made once a rule.
class FindingTexts {
 public:
  FindingTexts(const Report& report, bool show_secrets, int indent)
      : report_(report),
        show_secrets_(show_secrets),
        indent_(indent),
        separator_(indent < 0 ? "," : ",\n" + std::string(static_cast<size_t>(indent), ' ')),
        resets_(report.rules.size()) {}

  std::string text(const Finding& finding) {
    std::string& reset = resets_[finding.rule];
    if (reset.empty()) reset = member("reset", reset_json(report_.rules[finding.rule].reset));
    const std::string end = indent_ < 0 ? "}" : "\n}";
    std::string out = dumped(finding_json(report_, finding, show_secrets_), indent_);
    out.resize(out.size() - end.size());
    return out + reset + member("status", status_name(finding.status)) +
           member("reason", finding.reason) + end;
  }

 private:
  // What dump() makes of another member of an object.
  std::string member(const std::string& name, const Json& value) {
    const size_t begin = indent_ < 0 ? 1 : 2 + static_cast<size_t>(indent_);  // behind "{\n  "
    const std::string object = dumped(Json{{name, value}}, indent_);
    const size_t end = object.size() - (indent_ < 0 ? 1 : 2);
    return separator_ + object.substr(begin, end - begin);
  }

  const Report& report_;
  bool show_secrets_;
  int indent_;
  std::string separator_;
  std::vector<std::string> resets_;  // by rule; "": not made yet
};

}  // namespace

std::string reset_json_text(const Reset& reset) {
  return dumped(reset_json(reset), kOneLine);
}

void write_json(const Report& report, const ReportOptions& options, const TakePiece& take) {
  constexpr int kIndent = 2;
  constexpr size_t kDepth = 2;
  Json json = head_json(report);
  json["findings"] = Json::array();
  JsonList list(dumped(json, kIndent) + "\n", kIndent, kDepth, take);
  FindingTexts texts(report, options.show_secrets, kIndent);
  for (const Finding& finding : report.findings) list.add(texts.text(finding));
  list.end();
}

void write_jsonl(const Report& report, const ReportOptions& options, const TakePiece& take) {
  take(dumped(head_json(report), kOneLine) + "\n");
  FindingTexts texts(report, options.show_secrets, kOneLine);
  for (const Finding& finding : report.findings) take(texts.text(finding) + "\n");
}

}  // namespace rekey
