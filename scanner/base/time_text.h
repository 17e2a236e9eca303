// TimeText: times of the clock as texts, in UTC. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>

namespace rekey {

// "2026-11-25" of seconds since 1970.
std::string day_text(int64_t seconds);

// "2026-11-25T04:30:00", likewise.
std::string time_text(int64_t seconds);

}  // namespace rekey
