// Builtin: the rules of patterns/, compiled at build time and embedded in the program.
//
// Checked and proven by compile_rules, so that a run only decodes them. Any thread.
#pragma once

#include <string_view>

#include "scanner/base/result.h"
#include "scanner/rules/set.h"

namespace rekey {

Result<RuleSet> builtin_rules();
std::string_view builtin_database();  // prefilter.h's form, for exactly these rules

}  // namespace rekey
