// Required: composite rules, whose matches count only near those of other rules. Pure; any thread.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/match/match.h"
#include "scanner/rules/rule.h"

namespace rekey {

// Drops what lacks one of the matches that its rule requires, then the matches of rules that are
// parts of others only. `candidates` are by secret.begin; those dropped before do not count.
void judge_composites(std::string_view text, const std::vector<Rule>& rules,
                      std::vector<Candidate>& candidates);

}  // namespace rekey
