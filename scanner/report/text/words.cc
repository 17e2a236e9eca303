#include "scanner/report/text/words.h"

#include <array>
#include <cstdio>

#include "scanner/report/text/escape.h"
#include "scanner/rules/levels.h"

namespace rekey {
namespace {

std::string with_decimals(double value, std::string_view unit) {
  std::array<char, 64> text{};
  const int digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  std::snprintf(text.data(), text.size(), "%.*f %.*s", digits, value, static_cast<int>(unit.size()),
                unit.data());
  return text.data();
}

}  // namespace

std::string_view severity_name(Severity severity) {
  return level_name(kSeverities, severity);
}

std::string_view confidence_name(Confidence confidence) {
  return level_name(kConfidences, confidence);
}

std::string_view place_name(Place place) {
  constexpr std::array<std::string_view, 6> kNames = {"file",   "commit-message", "tag-message",
                                                      "orphan", "commit-header",  "tag-header"};
  return kNames[static_cast<size_t>(place)];
}

std::string_view status_name(FindingStatus status) {
  constexpr std::array<std::string_view, 3> kNames = {"new", "baseline", "allowed"};
  return kNames[static_cast<size_t>(status)];
}

FindingStatus status_at(const Finding& finding, const Occurrence& at) {
  return at.allowed != Allowed::kNot ? FindingStatus::kAllowed : finding.status;
}

const std::string& reason_at(const Finding& finding, const Occurrence& at) {
  return at.allow_reason.empty() ? finding.reason : at.allow_reason;
}

std::string size_text(uint64_t bytes) {
  constexpr std::array<std::string_view, 5> kUnits = {"kB", "MB", "GB", "TB", "PB"};
  if (bytes < 1000) return count_text(bytes, "byte");
  double value = static_cast<double>(bytes) / 1000;
  size_t unit = 0;
  for (; value >= 1000 && unit + 1 < kUnits.size(); ++unit) value /= 1000;
  return with_decimals(value, kUnits[unit]);
}

std::string seconds_text(double seconds) {
  return with_decimals(seconds, "s");
}

std::string count_text(uint64_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string short_id(std::string_view id) {
  return std::string(id.substr(0, 12));
}

std::string shown_path(const Occurrence& at) {
  std::string path = display_path(at);
  return path.empty() ? "(standard input)" : path;
}

Occurrence text_of(const Occurrence& at, const Part& part) {
  Occurrence out = at;
  if (!part.path.empty()) out.path = part.path;
  return out;
}

std::string part_place(const Occurrence& at, const Part& part) {
  const std::string line = std::to_string(part.line);
  return part.path.empty() ? "line " + line : shown_path(text_of(at, part)) + ":" + line;
}

std::string link_to(const Report& report, const Occurrence& at) {
  std::string url = at.repository.empty() ? report.repository : at.repository_url;
  if (at.commit.empty() || at.place != Place::kFile || at.path.empty()) return {};
  const bool github = url.starts_with("https://github.com/");
  const bool gitlab = url.starts_with("https://gitlab.com/");
  if (!github && !gitlab) return {};
  if (url.ends_with(".git")) url.resize(url.size() - 4);
  std::string link = url + (github ? "/blob/" : "/-/blob/") + at.commit + "/" + uri_path(at.path) +
                     "#L" + std::to_string(at.line);
  if (at.end_line != at.line) link += (github ? "-L" : "-") + std::to_string(at.end_line);
  return link;
}

std::string kind_name(const Rule& rule) {
  return rule.kind.empty() ? rule.id : rule.kind;
}

std::string leak_message(const ReportRule& entry, const Finding& finding) {
  return kind_name(entry.rule) + " leaked (" + finding.secret.masked(entry.rule.mask_prefix) +
         "). " + first_step(entry.reset);
}

std::string place_message(const Report& report, const Finding& finding, const Occurrence& at) {
  std::string text = leak_message(report.rules[finding.rule], finding);
  if (at.place != Place::kFile) text += " In the " + std::string(place_name(at.place)) + ".";
  if (!at.commit.empty()) text += " Commit " + short_id(at.commit) + ".";
  return terminal_text(text);
}

std::string cut_text(std::string_view text, size_t size) {
  constexpr std::string_view kMark = "…";
  std::string valid = valid_utf8(text);
  if (valid.size() <= size) return valid;
  size_t end = size - kMark.size();
  while (end > 0 && (static_cast<unsigned char>(valid[end]) & 0xC0) == 0x80) --end;
  return valid.substr(0, end) + std::string(kMark);
}

std::string first_step(const Reset& reset) {
  if (!reset.summary.empty()) return reset.summary;
  return "Revoke it where it was issued and put a new one where it is used.";
}

std::string revoke_text(const Reset& reset) {
  if (reset.revoke.empty()) return {};
  std::string text = reset.revoke.method + " " + reset.revoke.url;
  if (!reset.revoke.auth.empty()) text += ", authenticated by " + reset.revoke.auth;
  if (reset.self_revocable) text += "; whoever holds the secret can do it";
  return text;
}

}  // namespace rekey
