// BigEndian: numbers as git's files have them. The text must be long enough.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rekey {

inline uint32_t big_endian_32(std::string_view text) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<uint8_t>(text[i]);
  return value;
}

inline uint64_t big_endian_64(std::string_view text) {
  return static_cast<uint64_t>(big_endian_32(text)) << 32 | big_endian_32(text.substr(4));
}

inline void put_big_endian_32(std::string& out, uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFF);
}

inline void put_big_endian_64(std::string& out, uint64_t value) {
  put_big_endian_32(out, static_cast<uint32_t>(value >> 32));
  put_big_endian_32(out, static_cast<uint32_t>(value));
}

}  // namespace rekey
