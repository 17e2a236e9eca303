#include "scanner/suppress/statuses.h"

#include <algorithm>

namespace rekey {
namespace {

bool all_allowed(const Finding& finding) {
  return std::all_of(finding.occurrences.begin(), finding.occurrences.end(),
                     [](const Occurrence& at) { return at.allowed != Allowed::kNot; });
}

void count(const Finding& finding, Stats& stats) {
  for (const Occurrence& at : finding.occurrences) {
    if (at.allowed == Allowed::kByComment) ++stats.suppressed["comment"];
    if (at.allowed == Allowed::kByFile) ++stats.suppressed["ignore file"];
  }
}

}  // namespace

void set_statuses(std::vector<Finding>& findings, Stats& stats) {
  for (Finding& finding : findings) {
    count(finding, stats);
    if (!all_allowed(finding)) continue;
    finding.status = FindingStatus::kAllowed;
    finding.reason = finding.occurrences.front().allow_reason;
  }
}

}  // namespace rekey
