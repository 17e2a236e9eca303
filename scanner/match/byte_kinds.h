// ByteKinds: which of 64 bytes are digits, capitals, small letters, or any byte of a token: a bit
// for each, the lowest for the first byte.
//
// Two look-ups by half bytes tell the kinds of a byte (the classification of W. Mula and D. Lemire,
// "Faster Base64 Encoding and Decoding Using AVX2 Instructions", 2018). Pure functions; any thread.
#pragma once

#include <cstddef>
#include <cstdint>

namespace rekey {

struct ByteKinds {
  uint64_t token = 0;  // [0-9A-Za-z+./_~-]
  uint64_t digit = 0, upper = 0, lower = 0;

  bool operator==(const ByteKinds&) const = default;
};

// Reads 64 * blocks bytes, writes `blocks` kinds.
using ByteKindsFunction = void (*)(const char* bytes, size_t blocks, ByteKinds* out);

void byte_kinds_simple(const char* bytes, size_t blocks, ByteKinds* out);

// The ways that this processor can go, the fastest first; null behind the last.
constexpr size_t kByteKindsWays = 3;
struct ByteKindsWays {
  ByteKindsFunction ways[kByteKindsWays + 1];
};
ByteKindsWays byte_kinds_ways();

// The fastest of them.
void byte_kinds(const char* bytes, size_t blocks, ByteKinds* out);

}  // namespace rekey
