// LoadPath: the rules of a file, or of all *.toml of a folder, with the reset classes that they
// share.
//
// A folder may hold `classes.toml`: resets by class of credential that the resets of its other
// files build on (patterns/README.md). Errors are kUsage and start with file:line.
#pragma once

#include <cstdint>
#include <string>

#include "scanner/base/result.h"
#include "scanner/rules/load/load.h"
#include "scanner/rules/set.h"

namespace rekey {

Result<RuleFile> load_rule_path(const std::string& path, Dialect dialect);

constexpr uint64_t kLargestConfig = uint64_t{1} << 20;  // bytes of one that is found

// The configuration `path` in the folder `root`, which somebody else filled: a regular file in it
// of at most kLargestConfig bytes (base/contained_file.h).
Result<RuleFile> load_config_in(const std::string& root, const std::string& path);

// `added` behind what `file` holds already.
void append(RuleFile& file, RuleFile added);

RuleSet rule_set(const RuleFile& file);

}  // namespace rekey
