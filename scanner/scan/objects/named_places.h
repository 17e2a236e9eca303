// NamedPlaces: where blobs stand that refs lead to without a commit: a tag may be on a tree or on a
// blob, and so may a ref itself.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "scanner/findings/finding.h"
#include "scanner/git/store/ref_end.h"

namespace rekey {

struct NamedPlace {
  std::string path;  // in the tree; "" = the blob itself is named
  std::string ref;
};

using NamedPlaces = std::multimap<ObjectId, NamedPlace>;  // by blob

// Adds trees that could not be read in full to `errors`.
NamedPlaces named_places(const ObjectReader& reader, const std::vector<RefEnd>& ends,
                         std::vector<Error>& errors);

// Of a text at that place.
Occurrence origin_of(const ObjectId& blob, const NamedPlace& place);

}  // namespace rekey
