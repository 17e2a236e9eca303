// Change: a path where a commit, or the index, differs from all that it is made from.
//
// A merge's change differs from every parent: what one of them has already came with that parent.
// A plain value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scanner/git/object/object_id.h"

namespace rekey {

struct Change {
  std::string path;              // bytes with '/' between folders
  std::optional<ObjectId> blob;  // nothing: the path is gone
  std::vector<ObjectId> before;  // the blobs that parents have at the path
};

}  // namespace rekey
