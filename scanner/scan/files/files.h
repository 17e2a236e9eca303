// Files: scans of what is not history: files and folders, one text from standard input.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/findings/finding.h"
#include "scanner/scan/options.h"

namespace rekey {

// Files that cannot be read are listed in the report; an error means that nothing was scanned.
Result<Report> scan_files(const std::vector<std::string>& paths, const ScanOptions& options);

// `path` is the name for path rules and reports; may be empty.
Result<Report> scan_text(std::string_view text, const std::string& path,
                         const ScanOptions& options);

}  // namespace rekey
