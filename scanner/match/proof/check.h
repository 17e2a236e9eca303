// Check: what must hold for a rule before it is used, proven by running it.
//
// check_rules() is for everybody's rules, check_patterns() for rekey's own on top of it. The first
// fault is given, with file and line and no secret. Slow: for builds, tests and `rekey rules
// check`.
#pragma once

#include <vector>

#include "scanner/base/result.h"
#include "scanner/match/matcher.h"
#include "scanner/rules/load/load.h"

namespace rekey {

// Ids are unique; expressions, groups, paths, allowlists and validators are right.
Status check_rules(const std::vector<LoadedRule>& rules);

// The expressions of a file's top-level allowlists.
Status check_allowlists(const std::vector<Allowlist>& lists);

// Every match has a literal of three bytes, and block rules are bounded.
Status check_cost(const std::vector<LoadedRule>& rules);

// Every example is found as its rule says and every counter-example is not, with several seeds, by
// the matcher and by the reference, among all rules of the set; both agree on every candidate.
// `rules[i]` is rule i of the matcher's set.
std::vector<Error> example_faults(const std::vector<LoadedRule>& rules, const Matcher& matcher);

// The first of them.
Status check_examples(const std::vector<LoadedRule>& rules, const Matcher& matcher);

}  // namespace rekey
