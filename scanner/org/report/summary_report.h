// SummaryReport: a Summary as a Report over several repositories, for formats that are written from
// reports. Pure.
#pragma once

#include "scanner/findings/finding.h"
#include "scanner/org/report/summary.h"

namespace rekey {

// A finding a leak, in the summary's order. Secrets are known by their masks alone; fingerprints
// are the keyed names. A rule stands there once for each exposure of its leaks, as its steps' order
// depends on that. What people settled is kBaseline, with what they said as the reason.
Report report_of(const Summary& summary);

}  // namespace rekey
