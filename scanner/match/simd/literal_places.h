// LiteralPlaces: which places of a text may begin one of many short literals, 64 bytes at a time.
//
// The literals are in kGroups groups. A table says, for each of kBytes bytes in a row, in which
// groups a literal has a given byte there; a place stays when some group has all of the bytes (the
// "Teddy" of G. Langdale, in Hyperscan's "hwlm"). Vectors look bytes up by six of their bits or by
// halves, so that more places may stay than the tables say. Pure functions; any thread.
//
// An example, with the literals "key" and "pass" in one group, and of two bytes alone: the tables
// have 'k' and 'p' for the first byte, 'e' and 'a' for the second. Of "my key, a page, a kayak" the
// places of "key", "page" and "kayak" stay: whoever asked compares the literals there, and keeps
// the first alone.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "scanner/match/simd/vectors.h"

namespace rekey {

struct LiteralTables {
  static constexpr size_t kBytes = 6;
  static constexpr size_t kGroups = 16;
  static constexpr size_t kParts = 2;  // of eight groups

  std::array<std::array<uint16_t, 256>, kBytes> groups{};  // by the byte: a bit for each group

  // The same for vectors; prepare() makes it of `groups`.
  struct Part {
    std::array<uint8_t, 64> by_six{};             // the lower five bits of a byte, and the seventh
    std::array<uint8_t, 16> by_low{}, by_high{};  // its halves
  };
  std::array<std::array<Part, kParts>, kBytes> parts{};

  // The groups with a literal whose part may begin at these kBytes bytes, a bit for each.
  [[nodiscard]] unsigned groups_at(const uint8_t* bytes) const {
    unsigned out = groups[0][bytes[0]];
    for (size_t i = 1; i < kBytes; ++i) out &= groups[i][bytes[i]];
    return out;
  }

  void prepare();
};

// Writes the places in order, each counted from `bytes`, and gives their number. Reads 64 * blocks
// + LiteralTables::kBytes - 1 bytes; `out` has room for 64 * blocks places and kLiteralPlacesMore;
// blocks <= 1024.
constexpr size_t kLiteralPlacesMore = 8;
using LiteralPlacesFunction = size_t (*)(const LiteralTables& tables, const char* bytes,
                                         size_t blocks, uint16_t* out);

size_t literal_places_simple(const LiteralTables& tables, const char* bytes, size_t blocks,
                             uint16_t* out);

Ways<LiteralPlacesFunction> literal_places_ways();

// The fastest of them.
size_t literal_places(const LiteralTables& tables, const char* bytes, size_t blocks, uint16_t* out);

}  // namespace rekey
