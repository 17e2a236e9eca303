#include "scanner/scan/objects/tag_refs.h"

#include <algorithm>

namespace rekey {

TagRefs::TagRefs(const std::vector<RefEnd>& all, const std::vector<RefEnd>& chosen) {
  for (const RefEnd& end : all) {
    for (const ObjectId& tag : end.tags) ends_.emplace(tag, &end);
  }
  for (const RefEnd& end : chosen) chosen_.insert(end.tags.begin(), end.tags.end());
}

bool TagRefs::is_wanted(const ObjectId& tag,
                        const std::function<bool(const ObjectId&)>& wanted) const {
  if (chosen_.contains(tag)) return true;
  const auto [first, last] = ends_.equal_range(tag);
  return std::any_of(first, last, [&](const auto& at) {
    return at.second->type == ObjectType::kCommit && wanted(at.second->object);
  });
}

void TagRefs::set_origin(const ObjectId& tag, Occurrence& origin) const {
  const auto [first, last] = ends_.equal_range(tag);
  for (auto at = first; at != last; ++at) {
    origin.refs.push_back(at->second->ref);
    if (at->second->type == ObjectType::kCommit) origin.commit = at->second->object.hex();
  }
}

}  // namespace rekey
