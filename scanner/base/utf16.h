// Utf16: texts of two bytes a unit (RFC 2781), as Windows writes them, made UTF-8. Pure; any
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rekey {

enum class Utf16 : uint8_t { kLittleEndian, kBigEndian };

// The order that the mark at the start tells; without one, that of a text whose first units are all
// ASCII. Nothing for any other text, UTF-32 too.
std::optional<Utf16> utf16_order(std::string_view text);

// The text without its mark as UTF-8, U+FFFD for halves of pairs and a last odd byte. At most half
// as long again.
std::string utf8_of(std::string_view text, Utf16 order);

// Where in `text` the bytes at `offsets` of utf8_of() come from. `offsets` ascend.
std::vector<size_t> utf16_offsets(std::string_view text, Utf16 order,
                                  const std::vector<size_t>& offsets);

}  // namespace rekey
