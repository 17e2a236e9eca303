#include "scanner/report/html/timeline.h"

#include <algorithm>
#include <cstdio>

namespace rekey {
namespace {

constexpr int kMostStretches = 48;

// Of "2026-11-23T..."; whatever a commit says: nothing for what is no year and month.
std::optional<int> month_of(std::string_view date) {
  constexpr std::string_view kForm = "0000-00";
  if (date.size() < kForm.size()) return std::nullopt;
  for (size_t i = 0; i < kForm.size(); ++i) {
    const bool fits = kForm[i] == '0' ? date[i] >= '0' && date[i] <= '9' : date[i] == kForm[i];
    if (!fits) return std::nullopt;
  }
  const auto digit = [date](size_t at) { return date[at] - '0'; };
  const int year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3);
  const int month = digit(5) * 10 + digit(6);
  if (month < 1 || month > 12) return std::nullopt;
  return year * 12 + month - 1;
}

std::optional<int> month_of(const Finding& finding) {
  std::optional<int> first;
  for (const Occurrence& at : finding.occurrences) {
    const std::optional<int> month = month_of(at.date);
    if (month && (!first || *month < *first)) first = month;
  }
  return first;
}

}  // namespace

Timeline timeline_of(const Report& report) {
  Timeline timeline;
  std::optional<int> first, last;
  for (const Finding& finding : report.findings) {
    if (finding.status != FindingStatus::kNew) continue;
    const std::optional<int> month = month_of(finding);
    if (!month) {
      ++timeline.undated;
      continue;
    }
    first = std::min(first.value_or(*month), *month);
    last = std::max(last.value_or(*month), *month);
  }
  if (!first) return timeline;
  for (const int months : {1, 3, 12, 60, 120, 600, 1200, 6000}) {
    timeline.months = months;
    timeline.first = *first - *first % months;
    if ((*last - timeline.first) / months < kMostStretches) break;
  }
  timeline.counts.resize(static_cast<size_t>((*last - timeline.first) / timeline.months) + 1);
  for (const Finding& finding : report.findings) {
    const std::optional<size_t> stretch = stretch_of(timeline, finding);
    if (finding.status != FindingStatus::kNew || !stretch) continue;
    ++timeline.counts[*stretch][static_cast<size_t>(finding.severity)];
  }
  return timeline;
}

std::optional<size_t> stretch_of(const Timeline& timeline, const Finding& finding) {
  const std::optional<int> month = month_of(finding);
  if (!month || *month < timeline.first) return std::nullopt;
  const auto stretch = static_cast<size_t>((*month - timeline.first) / timeline.months);
  if (stretch >= timeline.counts.size()) return std::nullopt;
  return stretch;
}

std::string stretch_name(const Timeline& timeline, size_t stretch) {
  constexpr int kYear = 12;
  const int begin = timeline.first + static_cast<int>(stretch) * timeline.months;
  const int year = begin / kYear;
  std::array<char, 64> text{};
  if (timeline.months == 1) {
    std::snprintf(text.data(), text.size(), "%04d-%02d", year, begin % kYear + 1);
  } else if (timeline.months < kYear) {
    std::snprintf(text.data(), text.size(), "%04d Q%d", year, begin % kYear / timeline.months + 1);
  } else if (timeline.months == kYear) {
    std::snprintf(text.data(), text.size(), "%04d", year);
  } else {
    std::snprintf(text.data(), text.size(), "%04d to %04d", year,
                  year + timeline.months / kYear - 1);
  }
  return text.data();
}

}  // namespace rekey
