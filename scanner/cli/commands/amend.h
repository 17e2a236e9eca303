// Amend: whether the commit that is being made takes the place of HEAD.
//
// git tells its pre-commit hook nothing of --amend. Where the system shows the command lines of the
// processes above this one (Linux), `git commit --amend` is seen there; not so behind an alias.
#pragma once

namespace rekey {

bool is_amending();  // false when it cannot be known

}  // namespace rekey
