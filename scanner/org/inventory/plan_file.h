// PlanFile: an inventory as text: one JSON object a line, a repository or a fault. The same reader
// takes plain lists: an address or a path a line; empty lines and `#` comments are passed over.
//
//   {"name": "host/group/name", "url": "https://host/group/name.git", "provider": "gitlab",
//    "visibility": "private", "fork_of": "", "size_kib": 12, "archived": false}
//   {"source": "gitlab:group", "fault": "503 Service Unavailable"}
//
// Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/org/inventory/planned.h"

namespace rekey {

std::string write_plan(const Inventory& inventory);

// The same for people, with a last line of sums.
std::string show_plan(const Inventory& inventory);

// `name` is the file's, for errors; paths are taken from `base`. kUsage, starting with name:line,
// for the first line that is wrong: a list with a fault in it is not half a list.
Result<Inventory> read_plan(std::string_view text, const std::string& name,
                            const std::string& base);

}  // namespace rekey
