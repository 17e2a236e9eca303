// RefName: which names a ref may have.
//
// The rules are those of git's check-ref-format. Pure; any thread.
#pragma once

#include <string_view>

namespace rekey {

// Whether `name` is one that git takes for a ref: "refs/...", "HEAD", or another worktree's
// ("worktrees/NAME/HEAD", "main-worktree/HEAD" and refs below these).
bool is_ref_name(std::string_view name);

}  // namespace rekey
