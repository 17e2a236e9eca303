// RefLookup: one ref by its full name, without reading the others: what a hook has time for.
//
// Format and rules as RefFiles'.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/git/object/object_id.h"
#include "scanner/git/refs/ref_files.h"

namespace rekey {

// What the ref leads to, through symbolic refs. `name`: "HEAD", "refs/heads/main", "FETCH_HEAD".
// Nothing when there is none of that name, or what it says is no id.
std::optional<ObjectId> ref_target(const RefFolders& folders, std::string_view name);

// The name that HEAD, or another symbolic ref, says; "" when it is none.
std::string symbolic_target(const RefFolders& folders, std::string_view name);

// The id that a ref had `steps` changes ago, by its log (logs/NAME); nothing when the log does not
// go back so far.
std::optional<ObjectId> earlier_target(const RefFolders& folders, std::string_view name,
                                       uint64_t steps);

// What was checked out before the last `steps` changes of branch: a branch's short name or an id,
// by the log of HEAD; "" when the log does not go back so far.
std::string earlier_checkout(const RefFolders& folders, uint64_t steps);

}  // namespace rekey
