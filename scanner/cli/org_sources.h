// OrgSources: from the words for an organisation's repositories on the command line to an
// inventory.
//
// A word is a folder of clones, or a file: a plan or a list.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/org/planned.h"

namespace rekey {

// Tidy. kUsage for a source that does not exist or a line that is wrong; what a source could not
// list in full is a fault of the inventory.
Result<Inventory> inventory_of(const std::vector<std::string>& sources);

}  // namespace rekey
