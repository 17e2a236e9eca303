// Staged: the scan of what the next commit would add: the index against the commit's parents.
//
// A secret that a parent's version of the file has already, or that only moved, is not reported
// again; what is only in the working tree is not looked at.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/findings/finding.h"
#include "scanner/git/changes/index_file.h"
#include "scanner/git/changes/staged_changes.h"
#include "scanner/git/store/repository.h"
#include "scanner/scan/options.h"

namespace rekey {

// None: the report has a note that says so. What could not be read is among its skipped.
Result<Report> scan_staged(const Repository& repository, const StagedChanges& staged,
                           const ScanOptions& options);

// The report when nothing is staged, as far as it can be told without rules.
Report nothing_staged(const Repository& repository);

// Restricts to `files`, paths in the repository as a hook is given them: what is staged of them. If
// one is not, the run is about the files as they stand (`pre-commit run --all-files`), and the
// index's whole text of each is looked at, as if it were new. Names that the index does not have
// are put in `unknown`.
StagedChanges changes_of_files(const Repository& repository, const IndexFile& index,
                               const StagedChanges& staged, const std::vector<std::string>& files,
                               std::vector<std::string>& unknown);

}  // namespace rekey
