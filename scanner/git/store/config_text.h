// ConfigText: the text of a git configuration file as its variables, in order.
//
// Strict where git is: a line that is neither a section nor a variable is an error with its line.
// Includes are variables like any other; nothing is opened. Bounded: kTooLarge beyond 4 MiB or
// 100,000 variables. Pure; any thread. Format: git-config(1), "Syntax".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

namespace rekey {

constexpr size_t kLargestConfigText = size_t{4} << 20;  // bytes

struct ConfigVariable {
  std::string section;     // in lower case: "remote"
  std::string subsection;  // as written: "origin"; "" = none
  std::string name;        // in lower case: "url"
  std::string value;       // "true" where the variable has no '='
};

// Errors start with `file` and the line, and hold nothing of the text: it may have credentials.
Result<std::vector<ConfigVariable>> parse_config_text(std::string_view text,
                                                      const std::string& file);

// The value in double quotes, as a configuration file has it.
std::string quoted_config_value(std::string_view value);

}  // namespace rekey
