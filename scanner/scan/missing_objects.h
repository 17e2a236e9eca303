// MissingObjects: what a repository's commits and refs name and its store does not have: the store
// is damaged, unless the clone is shallow.
#pragma once

#include <vector>

#include "scanner/findings/finding.h"
#include "scanner/git/attribution.h"

namespace rekey {

// Parents of the graph's commits, and what refs lead to. `names` are of both.
std::vector<Skipped> missing_objects(const CommitGraph& graph, const std::vector<Ref>& refs,
                                     const RefNames& names, StoreReader& reader);

}  // namespace rekey
