// Mark (of a leak): what people say of it, kept over runs: open, reset, accepted, false-alarm. Each
// change is an action with who and why.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/org/state/database.h"

namespace rekey {

bool is_leak_state(std::string_view state);

struct LeakMark {
  std::vector<std::string> ids;  // as reports show them; eight digits or more of their begin
  std::string state, note, who;
};

// All or none. kUsage for an id that names no secret, or several.
Status mark_leaks(StateDatabase& database, const LeakMark& mark);

}  // namespace rekey
