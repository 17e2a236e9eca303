// Date: moments as people write them on the command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace rekey {

// "2026-11-24", "2026-11-24T10:30", "2026-11-24 10:30:00Z", "...+01:00", "@1700000000": seconds
// since 1970; without an offset UTC. Nothing for anything else.
std::optional<int64_t> parse_date(std::string_view text);

}  // namespace rekey
