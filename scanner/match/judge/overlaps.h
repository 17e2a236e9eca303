// Overlaps: which rule claims bytes that several rules take for a secret; the judge's last step.
// Pure; any thread.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/match/match.h"
#include "scanner/rules/set.h"

namespace rekey {

// Of overlapping secrets one stays: highest rank, then the longer, then the earlier. Imported rules
// stay beside each other, as their own scanner reports them; but a "generic" one's finding goes
// where a specific one's on the same line contains it, if that one counts whatever the path
// (scan/text/hiders.h has the others). `candidates` are by secret.begin.
void resolve_overlaps(std::string_view text, const RuleSet& set,
                      std::vector<Candidate>& candidates);

// Whether the imported rule is such a generic one.
bool gives_way(const Rule& rule);

}  // namespace rekey
