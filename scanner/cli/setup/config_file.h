// ConfigFile: the configuration of a run: where it is looked for, and what it extends.
//
// The first of: --config; the environment's GITLEAKS_CONFIG (a path) and GITLEAKS_CONFIG_TOML (the
// text); .rekey.toml and .gitleaks.toml in the scanned root. Files that are extended by path are
// read and merged, two deep at most.
//
// What a person named may extend any file; its path is looked for from here, then beside the file
// (sealed: from the root instead of from here). A configuration that was found belongs to whoever
// filled the root: it and what it extends are regular files in the root, looked for from the root,
// then beside the file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/load/load.h"

namespace rekey {

struct ConfigFile {
  RuleFile file;
  std::vector<std::string> unknown;  // names that stand for nothing; for a person to know
};

// Nothing when there is none. Rules are not checked. kUsage, starting with file:line; one is that
// the configuration has no rules and extends none.
struct ConfigChoice {
  std::string given;             // a file; "" = as above
  std::string root;              // "" = nowhere
  bool sealed = false;           // as above
  bool heed_environment = true;  // GITLEAKS_CONFIG and GITLEAKS_CONFIG_TOML
};
Result<std::optional<ConfigFile>> find_config(const ConfigChoice& choice);

}  // namespace rekey
