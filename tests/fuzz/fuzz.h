// What fuzz targets share.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace rekey::test {

// What must hold whatever the input is.
inline void must(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

inline std::string_view view(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// The first part of the input, whose size stands in front of it in two bytes; `rest` gets the
// other.
inline std::string_view split(std::string_view input, std::string_view& rest) {
  if (input.size() < 2) {
    rest = {};
    return {};
  }
  const size_t size = static_cast<uint8_t>(input[0]) | static_cast<uint8_t>(input[1]) << 8;
  input.remove_prefix(2);
  const std::string_view first = input.substr(0, size);
  rest = input.substr(first.size());
  return first;
}

}  // namespace rekey::test
