// Finish: the end of every scan: what was found becomes a report's findings: paired, judged by
// severity, allowed or known, named, and everything else that the report shows freed of secrets.
#pragma once

#include "scanner/findings/finding.h"
#include "scanner/findings/store.h"
#include "scanner/scan/text/text_scan.h"

namespace rekey {

// Findings, rules, hash and version into `report`.
void finish(Report& report, FindingStore store, const ScanContext& context);

}  // namespace rekey
