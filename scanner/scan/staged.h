// Staged: the scan of what the next commit would add: the index against HEAD.
//
// A secret that HEAD's version of the file has already is not reported again; what is only in the
// working tree is not looked at.
#pragma once

#include "scanner/base/result.h"
#include "scanner/findings/finding.h"
#include "scanner/git/repository.h"
#include "scanner/scan/options.h"

namespace rekey {

Result<Report> scan_staged(const Repository& repository, const ScanOptions& options);

}  // namespace rekey
