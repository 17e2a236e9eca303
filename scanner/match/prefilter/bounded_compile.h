// BoundedCompile: users' rules checked and compiled in a process of their own, which may take so
// long and no longer.
//
// Neither RE2's compiler nor Hyperscan's can be interrupted, and what they take grows faster than
// the expressions: ten thousand of twenty bytes took Hyperscan minutes. So a child checks the
// user's rules, at most kOwnSeconds of processor time; another compiles them alone, as long, and
// then the whole set, at most kWholeSeconds. The kernel ends it beyond. Call these where no other
// thread runs: the child goes on with what fork() left it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/match/prefilter/compiled_rules.h"

namespace rekey {

constexpr unsigned kOwnSeconds = 5, kWholeSeconds = 60;

// What `check` says, asked in the child. kUsage also when it takes too long.
Status check_bounded(const std::function<Status()>& check);

// The bytes of compile_database(rules). `own`: those of them that a user's file brought. kUsage for
// what is wrong in them and when they take too long.
Result<std::string> compile_bounded(const std::vector<Rule>& rules, const std::vector<Rule>& own);

}  // namespace rekey
