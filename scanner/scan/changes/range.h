// Range: the scan of some commits of a repository: what each changes against every parent, and its
// message; and of tags, trees and blobs that refs lead to.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/findings/finding.h"
#include "scanner/git/changes/change.h"
#include "scanner/git/store/repository.h"
#include "scanner/scan/options.h"

namespace rekey {

struct RangeRequest {
  std::string source;                      // Report::source
  std::string ref;                         // what reaches the commits, for reports
  std::vector<ObjectId> include, exclude;  // commits that `include` reach and `exclude` do not
  // The same by what refs lead to: also tags, trees and blobs. Names are for reports.
  std::vector<Ref> refs, known_refs;
  std::optional<int64_t> after;  // committed later than this, seconds since 1970
  bool tree_only = false;        // the tree of the one commit in `include`, without its history
  // Gets every change of the commits, with its commit; may be empty.
  std::function<void(const Change&, const ObjectId&)> changed;
  bool in_place = false;  // objects may lie where only the environment says (a push's quarantine)
};

// Where the clone ends within the range all of the tree there counts as new, and the report is not
// complete; nor is it when any ref of the repository cannot be read, or its object. A report about
// nothing has a note that says so. An error means that nothing was scanned.
Result<Report> scan_range(const Repository& repository, const RangeRequest& request,
                          const ScanOptions& options);

}  // namespace rekey
