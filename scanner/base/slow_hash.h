// SlowHash: Argon2id (RFC 9106) of bytes: a hash that costs whoever tries guesses as much time and
// memory a guess as it costs us once. libargon2 does the work and is named in slow_hash.cc only.
//
// One pass over 4 MiB on one lane: 2.3 ms of a processor of 2023. The cost is part of what comes
// out: with another one the same bytes give another hash. Pure; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rekey {

// Nothing where 4 MiB of memory cannot be had. `salt` has 8 bytes or more.
std::optional<std::array<uint8_t, 32>> slow_hash(std::string_view bytes, std::string_view salt);

}  // namespace rekey
