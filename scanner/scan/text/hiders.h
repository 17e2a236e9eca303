// Hiders: specific findings of an imported configuration that hide a generic one on their line,
// where path and commit decide whether they count. The others hide at once
// (match/judge/overlaps.h).
//
// Source: shared rules of gitleaks configurations, "a finding of a generic rule is dropped when a
// specific rule's finding on the same line contains it".
#pragma once

#include <string_view>
#include <vector>

#include "scanner/scan/text/text_scan.h"

namespace rekey {

// Fills Hit::hidden_by; `candidates` are all of the text's. Pure.
void add_hiders(std::string_view text, const std::vector<Candidate>& candidates,
                const ScanContext& context, std::vector<Hit>& hits);

}  // namespace rekey
