// Explain: why each candidate on a line was kept or dropped, and at which stage.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/scan/options.h"

namespace rekey {

struct Explanation {
  std::string rule;  // its id
  std::string path;  // without secrets
  uint32_t line = 0, column = 0;
  std::string masked;
  bool reported = false;
  std::string stage;   // "kept", "entropy", "validator", ..., "comment", "ignore file", "baseline"
  std::string reason;  // a sentence; holds no secret
};

// Every candidate that touches line `line` (1-based) of `text`, the content of the file `path`, by
// position. None when no rule's expression matches there. As a scan of files judges.
Result<std::vector<Explanation>> explain_line(std::string_view text, const std::string& path,
                                              uint32_t line, const ScanOptions& options);

}  // namespace rekey
