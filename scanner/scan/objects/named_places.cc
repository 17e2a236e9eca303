#include "scanner/scan/objects/named_places.h"

#include <set>

#include "scanner/git/changes/tree_changes.h"

namespace rekey {

NamedPlaces named_places(const ObjectReader& reader, const std::vector<RefEnd>& ends,
                         std::vector<Error>& errors) {
  NamedPlaces out;
  TreeChanges trees(reader);
  std::set<ObjectId> met;  // each once, by the first of the refs
  for (const RefEnd& end : ends) {
    const bool is_blob = end.type == ObjectType::kBlob;
    if (!is_blob && end.type != ObjectType::kTree) continue;
    if (!met.insert(end.object).second) continue;
    if (is_blob) {
      out.emplace(end.object, NamedPlace{"", end.ref});
      continue;
    }
    for (Change& change : trees.run(end.object, {})) {
      if (change.blob) out.emplace(*change.blob, NamedPlace{std::move(change.path), end.ref});
    }
  }
  errors.insert(errors.end(), trees.errors().begin(), trees.errors().end());
  return out;
}

Occurrence origin_of(const ObjectId& blob, const NamedPlace& place) {
  Occurrence origin;
  origin.place = place.path.empty() ? Place::kOrphan : Place::kFile;
  origin.path = place.path;
  origin.blob = blob.hex();
  origin.refs.push_back(place.ref);
  return origin;
}

}  // namespace rekey
