// Extend: a configuration on top of the one that it extends, as gitleaks merges them. Pure.
#pragma once

#include <string>
#include <vector>

#include "scanner/rules/load/load.h"
#include "scanner/rules/set.h"

namespace rekey {

// A rule of the same id in both: what `added` sets replaces (description, regex, path, entropy,
// secretGroup), lists are appended (keywords, tags, allowlists, required rules).
Rule extended(const Rule& base, const Rule& added);

// `base` without the rules that `file` disables, with the rules and allowlists of `file`. Rules of
// `file` that are neither in `base` nor whole, and names that are not there, go to `unknown`.
RuleFile extended(const RuleFile& base, const RuleFile& file, std::vector<std::string>& unknown);

// The same on the built-in rules.
RuleSet extended(const RuleSet& base, const RuleFile& file, std::vector<std::string>& unknown);

}  // namespace rekey
