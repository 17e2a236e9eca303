// ChangeScan: the secrets that changes add: those in a path's new text that none of its old texts
// has, and that did not move there from another path of the same group.
//
// Every blob is matched once, old ones only where a new one has a secret. What is reported does not
// depend on the number of threads.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/findings/finding.h"
#include "scanner/findings/store.h"
#include "scanner/git/changes/change.h"
#include "scanner/git/store/repository.h"
#include "scanner/scan/text/text_scan.h"

namespace rekey {

// The changes of one commit, or of the index.
struct ChangeGroup {
  std::vector<Change> changes;
  Occurrence origin;  // commit, author, email, date, refs
};

// The blob that the tree of the scan's head has at a path; may be empty: there is no such tree.
using HeadBlob = std::function<std::optional<ObjectId>(const std::string& path)>;

// Adds to `store`, and to the report's stats and skipped; what cannot be read is listed by its
// path. An error means that nothing was scanned.
Status scan_changes(const Repository& repository, const std::shared_ptr<const ScanContext>& context,
                    const std::vector<ChangeGroup>& groups, const HeadBlob& head_blob,
                    FindingStore& store, Report& report);

}  // namespace rekey
