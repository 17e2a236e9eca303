// IndexTree: the tree that an index would be committed as, if the index knows it.
//
// git keeps it in the index's TREE extension and takes it from there for the commit; a change of
// the index takes it out. In a pre-commit hook it is there, so the commit's changes can be told
// without reading every entry into memory. Format: git's gitformat-index. Pure; any thread.
#pragma once

#include <optional>
#include <string_view>

#include "scanner/git/object_id.h"

namespace rekey {

// Nothing when the index does not know it, or its bytes are not an index of version 2 to 4.
std::optional<ObjectId> index_tree(std::string_view index);

}  // namespace rekey
