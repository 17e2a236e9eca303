// LoadPath: the rules of a file, or of all *.toml of a folder, with the reset classes that they
// share.
//
// A folder may hold `classes.toml`: resets by class of credential that the resets of its other
// files build on (patterns/README.md). Errors are kUsage and start with file:line.
#pragma once

#include <string>

#include "scanner/base/result.h"
#include "scanner/rules/load.h"
#include "scanner/rules/set.h"

namespace rekey {

Result<RuleFile> load_rule_path(const std::string& path, Dialect dialect);

// `added` behind what `file` holds already.
void append(RuleFile& file, RuleFile added);

RuleSet rule_set(const RuleFile& file);

}  // namespace rekey
