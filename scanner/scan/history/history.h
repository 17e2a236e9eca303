// History: the scan of a whole repository: every object on any ref or on none (unless
// ScanOptions::only_reached), then for what hit
// the commit that introduced it, the one that removed it, and the refs that still reach it.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/findings/finding.h"
#include "scanner/git/store/ref_end.h"
#include "scanner/git/store/repository.h"
#include "scanner/scan/options.h"

namespace rekey {

using CommitSet = std::unordered_set<ObjectId, ObjectIdHash>;

// What commits introduced, with their messages and those of tags that lead to them; and the tags,
// trees and blobs that refs lead to.
struct HistoryPart {
  CommitSet commits;
  std::vector<RefEnd> ends;  // of refs that are on no commit themselves
};

// `name` is the repository as the user named it, for Report::source. Refs and objects that cannot
// be read are listed in the report; an error means that nothing was scanned. `part`: null = all.
Result<Report> scan_history(const Repository& repository, const std::string& name,
                            const ScanOptions& options, const HistoryPart* part = nullptr);

// The report when the repository exists but cannot be opened: it says so, and nothing else.
Result<Report> unread_history(const Error& error, const std::string& name,
                              const ScanOptions& options);

}  // namespace rekey
