// ConfigFile: the configuration of a run: where it is looked for, and what it extends.
//
// The first of: --config; the environment's GITLEAKS_CONFIG (a path) and GITLEAKS_CONFIG_TOML (the
// text); .rekey.toml and .gitleaks.toml in the scanned root. Files that are extended by path are
// read and merged, two deep at most; a path is looked for from here, then beside the file. Sealed:
// from the root instead of from here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/load.h"

namespace rekey {

struct ConfigFile {
  RuleFile file;
  std::vector<std::string> unknown;  // names that stand for nothing; for a person to know
};

// Nothing when there is none. Rules are not checked. kUsage, starting with file:line; one is that
// the configuration has no rules and extends none.
Result<std::optional<ConfigFile>> find_config(const std::string& given, const std::string& root,
                                              bool sealed = false);

}  // namespace rekey
