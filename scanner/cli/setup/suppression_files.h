// SuppressionFiles: the ignore files and the baseline of a run: where they are looked for.
//
// In the scanned root: .rekeyignore, .gitleaksignore and .rekey-baseline.json, where they are. A
// file that is named on the command line takes the place of the root's and must be there.
#pragma once

#include <string>

#include "scanner/base/result.h"
#include "scanner/suppress/suppressions.h"

namespace rekey {

struct SuppressionChoice {
  std::string baseline, ignore_file;  // files; "" = as above
  std::string root;                   // "" = nowhere
};

// kUsage, starting with the file, for what is wrong in one or cannot be read.
Result<Suppressions> find_suppressions(const SuppressionChoice& choice);

}  // namespace rekey
