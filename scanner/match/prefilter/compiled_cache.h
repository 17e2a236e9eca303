// Cache: compiled databases of users' rules, kept on disk so that a hook does not compile them each
// time.
//
// Keyed by the rules' hash and the Hyperscan release. A file that is missing, damaged or not
// writable costs time only. Safe for two runs at once: files are renamed into place.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/set.h"

namespace rekey {

// The database for `rules`, from `folder` or compiled and put there; "" for no folder. `own`: those
// of the rules that a user's file brought (bounded_compile.h).
Result<std::string> cached_database(const RuleSet& rules, const std::vector<Rule>& own,
                                    const std::string& folder);

}  // namespace rekey
