// Timeline: how many leaks came when: new leaks by the month of the commit that introduced them,
// counted in at most 48 stretches of as many whole months each. Pure; any thread.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/findings/finding.h"

namespace rekey {

struct Timeline {
  int first = 0;   // the month with which the first stretch begins, counted from year 0
  int months = 1;  // of a stretch; years and more begin with a January
  std::vector<std::array<size_t, 5>> counts;  // of each stretch, by Severity
  size_t undated = 0;                         // new leaks of no commit, or of no date
};

Timeline timeline_of(const Report& report);

// The stretch of the commit that introduced the leak.
std::optional<size_t> stretch_of(const Timeline& timeline, const Finding& finding);

// "2026-11", "2026 Q4", "2026", "2020 to 2029".
std::string stretch_name(const Timeline& timeline, size_t stretch);

}  // namespace rekey
