// Utf8: reading bytes as UTF-8 (RFC 3629), tolerating what is not. Pure; any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace rekey {

struct CodePoint {
  uint32_t value = 0xFFFD;
  uint32_t size = 1;   // bytes; 1 for an invalid byte
  bool valid = false;  // no overlong form, no surrogate, not above U+10FFFF
};

// The code point at the start of `text`, which is not empty.
CodePoint next_code_point(std::string_view text);

}  // namespace rekey
