// Annotations: findings as commands in the log of a CI job, which its host shows beside the lines.
//
// GitHub takes 10 errors, 10 warnings and 10 notices a step and drops the rest without a word: the
// most severe come first, and a last notice counts those that had no room. Azure is given as many.
// Values are one line, and escaped as each host decodes them, so that no text of a repository ends
// a command or starts one.
#include <array>

#include "scanner/report/text/escape.h"
#include "scanner/report/text/words.h"
#include "scanner/report/writers.h"

namespace rekey {
namespace {

constexpr std::array<size_t, 3> kMost = {9, 10, 10};  // notices, warnings, errors; one to count

enum class Level : uint8_t { kNotice, kWarning, kError };

Level level_of(Severity severity) {
  if (severity >= Severity::kHigh) return Level::kError;
  return severity == Severity::kMedium ? Level::kWarning : Level::kNotice;
}

// `escaped` are pairs of a character and what stands for it.
using Escapes = std::vector<std::pair<char, std::string_view>>;

std::string escape(std::string_view text, const Escapes& escapes) {
  std::string out;
  for (const char c : text) {
    std::string_view code;
    for (const auto& [from, to] : escapes) {
      if (from == c) code = to;
    }
    if (code.empty())
      out += c;
    else
      out += code;
  }
  return out;
}

// One command for each finding that has room, the place in HEAD if it has one.
template <typename Write>
std::string commands(const Report& report, const Write& write, std::string& rest) {
  std::string out;
  std::array<size_t, 3> used{};
  size_t left = 0;
  for (const Finding& finding : report.findings) {
    if (finding.status != FindingStatus::kNew) continue;
    const Level level = level_of(finding.severity);
    const auto index = static_cast<size_t>(level);
    if (used[index] == kMost[index]) {
      ++left;
      continue;
    }
    ++used[index];
    const Occurrence* at = &finding.occurrences.front();
    for (const Occurrence& other : finding.occurrences) {
      if (other.in_head && !at->in_head) at = &other;
    }
    out += write(level, finding, *at);
  }
  if (left > 0) rest = "rekey: " + count_text(left, "more leak") + ", see the log";
  return out;
}

// Text of a repository on one line, without commands of its own.
std::string value_of(std::string_view text) {
  return without_commands(terminal_text(text), Medium::kText);
}

// Without a ':' it begins no command, whatever line it may begin.
std::string github_property(std::string_view text) {
  return without_commands(escape(terminal_text(text), {{'%', "%25"}, {':', "%3A"}, {',', "%2C"}}),
                          Medium::kText);
}

std::string github_data(std::string_view text) {
  return escape(value_of(text), {{'%', "%25"}});
}

std::string azure_property(std::string_view text) {
  return escape(value_of(text), {{'%', "%AZP25"}, {']', "%5D"}, {';', "%3B"}});
}

std::string azure_data(std::string_view text) {
  return escape(value_of(text), {{'%', "%AZP25"}});
}

}  // namespace

std::string github_notice(std::string_view text) {
  return "::notice title=rekey::" + github_data(text) + "\n";
}

void write_github(const Report& report, const ReportOptions& /*options*/, const TakePiece& take) {
  constexpr std::array<std::string_view, 3> kLevels = {"notice", "warning", "error"};
  std::string rest;
  std::string out = commands(
      report,
      [&](Level level, const Finding& finding, const Occurrence& at) {
        std::string line = "::" + std::string(kLevels[static_cast<size_t>(level)]) + " ";
        if (at.place == Place::kFile && !at.path.empty()) {
          line += "file=" + github_property(at.path) + ",line=" + std::to_string(at.line) +
                  ",endLine=" + std::to_string(at.end_line) + ",col=" + std::to_string(at.column) +
                  ",";
        }
        const Rule& rule = report.rules[finding.rule].rule;
        return line + "title=" + github_property(kind_name(rule)) +
               "::" + github_data(place_message(report, finding, at)) + "\n";
      },
      rest);
  if (!rest.empty()) out += github_notice(rest);
  take(std::move(out));
}

void write_azure(const Report& report, const ReportOptions& /*options*/, const TakePiece& take) {
  std::string rest;
  std::string out = commands(
      report,
      [&](Level level, const Finding& finding, const Occurrence& at) {
        std::string line = "##vso[task.logissue type=";
        line += level == Level::kError ? "error;" : "warning;";
        if (at.place == Place::kFile && !at.path.empty()) {
          line += "sourcepath=" + azure_property(at.path) +
                  ";linenumber=" + std::to_string(at.line) +
                  ";columnnumber=" + std::to_string(at.column) + ";";
        }
        return line + "code=" + azure_property(report.rules[finding.rule].rule.id) + ";]" +
               azure_data(place_message(report, finding, at)) + "\n";
      },
      rest);
  if (!rest.empty()) out += "##vso[task.logissue type=warning;]" + azure_data(rest) + "\n";
  take(std::move(out));
}

}  // namespace rekey
