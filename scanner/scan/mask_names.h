// Names in reports: a path, a ref or a thing that was skipped may have a secret in its name.
#pragma once

#include "scanner/findings/finding.h"
#include "scanner/scan/text_scan.h"

namespace rekey {

// Masks in all names of `report` what its findings have as secrets and what is a secret to
// the rules, if it has 12 bytes and a digit. The names no longer lead to files then; the rest of
// the report stays.
void mask_names(Report& report, const ScanContext& context);

}  // namespace rekey
