#include "scanner/scan/missing_objects.h"

#include <string>

#include "scanner/scan/text_scan.h"

namespace rekey {

namespace {

Skipped missing(const ObjectId& id, const std::string& named_by) {
  return {"object " + id.hex(), "missing, though " + named_by + " names it"};
}

}  // namespace

std::vector<Skipped> missing_of_commits(const CommitGraph& graph, StoreReader& reader,
                                        bool with_trees) {
  std::vector<Skipped> out;
  for (uint32_t i = 0; i < graph.commits().size(); ++i) {
    const CommitNode& commit = graph.commits()[i];
    const std::string name = "commit " + commit.id.hex();
    if (with_trees && !reader.holds(commit.tree)) out.push_back(missing(commit.tree, name));
    if (graph.parents(i).size() == commit.parents.size()) continue;
    for (const ObjectId& parent : commit.parents) {
      if (!graph.find(parent)) out.push_back(missing(parent, name));
    }
  }
  return out;
}

std::vector<Skipped> missing_ends(const std::vector<RefEnd>& ends) {
  std::vector<Skipped> out;
  for (const RefEnd& end : ends) {
    if (end.fault) out.push_back(skipped_of(*end.fault));
  }
  return out;
}

}  // namespace rekey
