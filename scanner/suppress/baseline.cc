#include "scanner/suppress/baseline.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "scanner/base/json_read.h"
#include "scanner/base/json_write.h"
#include "scanner/findings/fingerprint.h"

namespace rekey {
namespace {

using Json = nlohmann::ordered_json;  // written
using Read = nlohmann::json;

constexpr int kMaxDepth = 20;
constexpr size_t kMaxText = 1000;  // bytes of one text
constexpr int kOldVersion = 1, kVersion = 2;

std::string text_of(const Read& object, const char* key) {
  return json_text(object, key, kMaxText);
}

// The first line that a merge left marks on; 0: none.
size_t conflict_line(std::string_view text) {
  size_t line = 1;
  for (; !text.empty(); ++line) {
    if (text.starts_with("<<<<<<< ") || text.starts_with(">>>>>>> ")) return line;
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  return 0;
}

}  // namespace

Result<Baseline> parse_baseline(std::string_view json, const std::string& name) {
  const auto wrong = [&](const std::string& what) {
    return Error{ErrorCode::kUsage, name + ": " + what};
  };
  if (const size_t line = conflict_line(json); line != 0) {
    return Error{ErrorCode::kUsage, name + ":" + std::to_string(line) +
                                        ": a merge left its marks; keep the lines of both sides"};
  }
  const Read document = parsed_json(json, kMaxDepth);
  const Read& version = json_member(document, "rekey-baseline");
  const Read& leaks = json_member(document, "leaks");
  if (!version.is_number_integer() || !leaks.is_array()) return wrong("not a baseline of rekey");
  const auto kind = version.get<int64_t>();
  if (kind != kVersion && kind != kOldVersion) return wrong("a baseline of a later rekey");
  Baseline out;
  size_t number = 0;
  for (const Read& leak : leaks) {
    ++number;
    if (leak.is_null()) continue;  // the end mark
    std::string fingerprint = text_of(leak, "fingerprint");
    if (!is_fingerprint(fingerprint)) {
      return wrong("leak " + std::to_string(number) + " has no fingerprint of 64 hex digits");
    }
    out[std::move(fingerprint)] = {text_of(leak, "rule"), text_of(leak, "secret"),
                                   text_of(leak, "path"), text_of(leak, "reason"),
                                   kind == kOldVersion};
  }
  return out;
}

std::string write_baseline(const Baseline& baseline) {
  // The end mark lets every leak's line end with a comma, so that adding one touches no other.
  std::string out = "{\"rekey-baseline\": " + std::to_string(kVersion) + ", \"leaks\": [\n";
  for (const auto& [fingerprint, leak] : baseline) {
    Json json = {{"fingerprint", fingerprint},
                 {"rule", leak.rule},
                 {"secret", leak.secret},
                 {"path", leak.path}};
    if (!leak.reason.empty()) json["reason"] = leak.reason;
    out += dumped(json, kOneLine) + ",\n";
  }
  return out + "null]}\n";
}

Baseline baseline_of(const Report& report) {
  Baseline out;
  for (const Finding& finding : report.findings) {
    if (finding.status == FindingStatus::kAllowed) continue;
    const Rule& rule = report.rules[finding.rule].rule;
    out[finding.fingerprint] = {rule.id, finding.secret.masked(rule.mask_prefix),
                                display_path(finding.occurrences.front()), "", false};
  }
  return out;
}

RenewedNames renewed_names(const Report& report) {
  RenewedNames out;
  for (const Finding& finding : report.findings) out.emplace(finding.key, finding.fingerprint);
  return out;
}

Result<Baseline> baseline_of_json(std::string_view json, const std::string& name) {
  const Read document = parsed_json(json, kMaxDepth);
  const Read& findings = json_member(document, "findings");
  if (!findings.is_array()) {
    return Error{ErrorCode::kUsage, name + ": not a report of rekey --format json"};
  }
  Baseline out;
  for (const Read& finding : findings) {
    std::string fingerprint = text_of(finding, "fingerprint");
    if (!is_fingerprint(fingerprint)) {
      return Error{ErrorCode::kUsage, name + ": a finding has no fingerprint"};
    }
    if (json_member(finding, "secret").contains("sha256")) {
      return Error{ErrorCode::kUsage,
                   name + ": a report of an earlier rekey, with other fingerprints; scan again"};
    }
    if (text_of(finding, "status") == "allowed") continue;
    const Read& places = json_member(finding, "occurrences");
    const bool placed = places.is_array() && !places.empty();
    out[std::move(fingerprint)] = {text_of(finding, "rule"),
                                   text_of(json_member(finding, "secret"), "masked"),
                                   placed ? text_of(places.front(), "path") : "", "", false};
  }
  return out;
}

}  // namespace rekey
