#include "scanner/scan/objects/missing_objects.h"

#include <algorithm>
#include <string>

#include "scanner/base/append.h"
#include "scanner/base/threads.h"
#include "scanner/scan/text/text_scan.h"

namespace rekey {

namespace {

Skipped missing(const ObjectId& id, const ObjectId& commit) {
  return {"object " + id.hex(), "missing, though commit " + commit.hex() + " names it"};
}

// What one commit names.
void add_missing(const CommitGraph& graph, uint32_t number, const StoreReader& reader,
                 bool with_trees, std::vector<Skipped>& out) {
  const CommitNode& commit = graph.commits()[number];
  if (with_trees && !reader.holds(commit.tree)) out.push_back(missing(commit.tree, commit.id));
  if (graph.parents(number).size() == commit.parents.size()) return;
  for (const ObjectId& parent : commit.parents) {
    if (!graph.find(parent)) out.push_back(missing(parent, commit.id));
  }
}

}  // namespace

std::vector<Skipped> missing_of_commits(const CommitGraph& graph, const StoreReader& reader,
                                        bool with_trees, unsigned threads) {
  const size_t count = graph.commits().size();
  std::vector<std::vector<Skipped>> parts(std::max(threads, 1U));
  on_threads(parts.size(), [&](size_t part) {
    const size_t end = count * (part + 1) / parts.size();
    for (size_t i = count * part / parts.size(); i < end; ++i) {
      add_missing(graph, static_cast<uint32_t>(i), reader, with_trees, parts[part]);
    }
  });
  std::vector<Skipped> out;
  for (std::vector<Skipped>& part : parts) append(out, std::move(part));
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
