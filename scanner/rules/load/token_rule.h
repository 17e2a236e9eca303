// TokenRule: what `token`, `tokens` and `named` make of a rule, so that rules say their format
// once: expression, prefilter, prefixes, rank, and the checks of those that name none.
//
// Pure functions of the rule and its formats; any thread. Errors say what is wrong with a format.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/load/load.h"

namespace rekey {

// A rule that its own shape tells.
Status make_token_rule(LoadedRule& loaded);

// A rule that the name of a value tells (named.h).
Status make_provider_word_rule(LoadedRule& loaded, bool in_name);

// Whatever the format, a prefix with "xxxx" or "1234567890" behind it is no token.
void add_placeholder_check(std::vector<std::string>& validators);

}  // namespace rekey
