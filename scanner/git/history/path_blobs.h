// What stands at chosen paths in a history, whatever its blobs hold.
//
// Every tree is read once, and every name in a folder asked about once. Trees that share subtrees
// can spell more paths than there is time for: bounded, and told. Starts threads of its own; the
// result does not depend on their number.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object/object_id.h"
#include "scanner/git/store/object_store.h"

namespace rekey {

struct PathBlobs {
  std::vector<ObjectId> blobs;  // each once; they ascend
  std::vector<Error> errors;    // "what: why": trees that could not be read or searched in full
};

// The blobs and links that a tree of `roots` names at a path for which `wanted`, called by one
// thread, is true. Paths have no slash at the start. Trees that are not there are passed over.
Result<PathBlobs> blobs_at_paths(const ObjectStore& store, unsigned threads,
                                 const std::vector<ObjectId>& roots,
                                 const std::function<bool(std::string_view)>& wanted,
                                 Deadline deadline = {});

}  // namespace rekey
