// ByteKinds: which bytes of a text are digits, capitals, small letters, or any byte of a token: for
// each block of 64 bytes a word with a bit for each, the lowest for the first byte.
//
// Two look-ups by half bytes tell the kinds of a byte (the classification of W. Mula and D. Lemire,
// "Faster Base64 Encoding and Decoding Using AVX2 Instructions", 2018). Pure functions; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "scanner/match/simd/vectors.h"

namespace rekey {

struct ByteKinds {
  static constexpr size_t kMost = 80;  // blocks

  using Row = std::array<uint64_t, kMost>;  // a word for each block
  Row token;                                // [0-9A-Za-z+./_~-]
  Row digit, upper, lower;

  bool operator==(const ByteKinds&) const = default;
};

// Reads 64 * blocks bytes, writes the words from `first` on; first + blocks <= ByteKinds::kMost.
using ByteKindsFunction = void (*)(const char* bytes, size_t blocks, size_t first, ByteKinds& out);

void byte_kinds_simple(const char* bytes, size_t blocks, size_t first, ByteKinds& out);

Ways<ByteKindsFunction> byte_kinds_ways();

// The fastest of them.
void byte_kinds(const char* bytes, size_t blocks, size_t first, ByteKinds& out);

}  // namespace rekey
