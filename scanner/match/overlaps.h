// Overlaps: which rule claims bytes that several rules take for a secret; the judge's last step.
// Pure; any thread.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/match/match.h"
#include "scanner/rules/rule.h"

namespace rekey {

// Of overlapping secrets one stays: highest rank, then the longer, then the earlier. Foreign rules
// stay beside each other, as their own scanner reports them; but a "generic" one's finding goes
// where a specific one's on the same line contains it. `candidates` are by secret.begin.
void resolve_overlaps(std::string_view text, const std::vector<Rule>& rules,
                      std::vector<Candidate>& candidates);

}  // namespace rekey
