// RuleSetup: from the command line's words to the rules of a scan.
//
// Reads the environment (XDG_CACHE_HOME, HOME) for the place of the compiled-rules cache.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/match/matcher.h"
#include "scanner/rules/load/load_path.h"

namespace rekey {

struct RuleChoice {
  std::string config;              // a file; "" = as config_file.h looks for it
  std::string root;                // where the default configuration is looked for; "" = nowhere
  std::vector<std::string> rules;  // files or folders, added
  bool sealed = false;             // what the configuration extends is in `root` too
  bool heed_environment = true;    // config_file.h
};

// The built-in rules as they are, whatever the environment names.
Result<std::shared_ptr<const Matcher>> set_up_builtin_rules();

// The built-in rules, what the configuration makes of them, and those that were added.
// kUsage, starting with file:line, for anything wrong in a file.
Result<std::shared_ptr<const Matcher>> set_up_rules(const RuleChoice& choice);

}  // namespace rekey
