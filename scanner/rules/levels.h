// Levels: the names of severities and confidences, once: in rules, on the command line, in reports.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "scanner/rules/rule.h"

namespace rekey {

// The worst first.
constexpr std::array kSeverities = {
    std::pair{std::string_view("critical"), Severity::kCritical},
    std::pair{std::string_view("high"), Severity::kHigh},
    std::pair{std::string_view("medium"), Severity::kMedium},
    std::pair{std::string_view("low"), Severity::kLow},
    std::pair{std::string_view("info"), Severity::kInfo},
};

// The surest first.
constexpr std::array kConfidences = {
    std::pair{std::string_view("certain"), Confidence::kCertain},
    std::pair{std::string_view("high"), Confidence::kHigh},
    std::pair{std::string_view("medium"), Confidence::kMedium},
    std::pair{std::string_view("low"), Confidence::kLow},
};

// The name of a value of such a table; the first where it has none.
template <typename Levels, typename Level>
constexpr std::string_view level_name(const Levels& levels, Level level) {
  for (const auto& [name, value] : levels) {
    if (value == level) return name;
  }
  return levels.front().first;
}

// The value of a name; `other` where the table has none.
template <typename Levels, typename Level>
constexpr Level level_named(const Levels& levels, std::string_view name, Level other) {
  for (const auto& [known, value] : levels) {
    if (known == name) return value;
  }
  return other;
}

}  // namespace rekey
