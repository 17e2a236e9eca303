// FolderInventory: the repositories in a folder of clones.
//
// A repository is a folder with `.git` in it, or a bare one; what is inside of one is not looked
// for. Links are not followed. They are read in place: nothing is fetched.
#pragma once

#include <string>

#include "scanner/org/inventory/planned.h"

namespace rekey {

// Tidy; what cannot be read is a fault. Names are absolute paths, from `folder`, which is one.
Inventory folder_inventory(const std::string& folder);

}  // namespace rekey
