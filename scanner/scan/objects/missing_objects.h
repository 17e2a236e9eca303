// MissingObjects: what a repository's commits and refs name and its store does not have: the store
// is damaged. Only parents may be missing, in a shallow clone.
#pragma once

#include <vector>

#include "scanner/findings/finding.h"
#include "scanner/git/history/attribution.h"

namespace rekey {

// Trees and parents of the graph's commits.
std::vector<Skipped> missing_of_commits(const CommitGraph& graph, const StoreReader& reader,
                                        bool with_trees, unsigned threads);

// What refs lead to, and more of that which cannot be read.
std::vector<Skipped> missing_ends(const std::vector<RefEnd>& ends);

}  // namespace rekey
