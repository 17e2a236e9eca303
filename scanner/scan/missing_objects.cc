#include "scanner/scan/missing_objects.h"

#include <string>

namespace rekey {
namespace {

Skipped missing(const ObjectId& id, const std::string& named_by) {
  return {"object " + id.hex(), "missing, though " + named_by + " names it"};
}

}  // namespace

std::vector<Skipped> missing_objects(const CommitGraph& graph, const std::vector<Ref>& refs,
                                     const RefNames& names, StoreReader& reader) {
  std::vector<Skipped> out;
  for (uint32_t i = 0; i < graph.commits().size(); ++i) {
    const CommitNode& commit = graph.commits()[i];
    if (!reader.holds(commit.tree))
      out.push_back(missing(commit.tree, "commit " + commit.id.hex()));
    if (graph.parents(i).size() == commit.parents.size()) continue;
    for (const ObjectId& parent : commit.parents) {
      if (!graph.find(parent)) out.push_back(missing(parent, "commit " + commit.id.hex()));
    }
  }
  for (size_t i = 0; i < refs.size(); ++i) {
    if (names.commit(i)) continue;
    const Result<Object> object = reader.read(refs[i].target);
    if (!object && object.error().code == ErrorCode::kNotFound) {
      out.push_back(missing(refs[i].target, refs[i].name));
    }
  }
  return out;
}

}  // namespace rekey
