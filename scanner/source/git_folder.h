// GitFolder: the texts in a repository's own folder that people and programs write: configuration,
// hooks, notes of merges that go on. No commit has them, and a clone does not get
// them, but a token in a remote's URL stands there and works.
//
// Not objects, indexes and refs: git reads those; nor reflogs, which repeat commits' messages.
// Files that the configuration includes are listed where they lie in the folder. Links are not
// followed.
#pragma once

#include <string>

#include "scanner/source/working_tree.h"

namespace rekey {

// Adds what is in `folder`, a ".git" or a bare repository, and in those of its submodules and
// linked worktrees; `reported`: how reports name the folder, with a '/' at its end. Nothing for a
// folder that is no repository's.
void list_git_folder(const std::string& folder, const std::string& reported, FileList& out);

}  // namespace rekey
