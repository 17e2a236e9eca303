// OrgSources: from the words for an organisation's repositories on the command line to an
// inventory.
//
// A word is a folder of clones, a file (a plan or a list), or KIND:OWNER: what a code host knows of
// an organisation, a group, a workspace or a project.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/org/inventory/filter.h"
#include "scanner/org/inventory/planned.h"
#include "scanner/org/work/clones.h"

namespace CLI {
class App;
}

namespace rekey {

struct SourceFlags {
  std::vector<std::string> words;
  Filter filter;
  std::string api, tokens;
  uint64_t most_mib = 0;
  int64_t patience = 3600;
};

void add_source_flags(CLI::App& command, SourceFlags& flags, bool required);

struct Sources {
  Inventory inventory;  // tidy
  std::vector<Credential> credentials;
};

// kUsage for a source that does not exist or a line that is wrong; what a source could not list in
// full is a fault of the inventory.
Result<Sources> find_sources(const SourceFlags& flags);

}  // namespace rekey
