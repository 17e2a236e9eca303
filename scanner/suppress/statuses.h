// Statuses: what of the found is new, what is known, what is allowed; the last step before a
// report.
//
// Pure functions of their arguments.
#pragma once

#include <vector>

#include "scanner/findings/finding.h"

namespace rekey {

// Sets status and reason of each, and counts what is suppressed.
void set_statuses(std::vector<Finding>& findings, Stats& stats);

}  // namespace rekey
