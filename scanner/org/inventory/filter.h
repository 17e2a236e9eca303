// Filter: which of an inventory's repositories are wanted. What a filter leaves out is no fault.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/org/inventory/planned.h"

namespace rekey {

struct Filter {
  bool no_archived = false, no_forks = false;
  uint64_t most_kib = 0;  // of those whose host tells a size; 0 = any
  std::vector<std::string>
      only;  // patterns as .gitignore's, on names without their host; empty = all
  std::vector<std::string> except;
};

// kUsage for a pattern that is none.
Status apply(const Filter& filter, Inventory& inventory);

}  // namespace rekey
