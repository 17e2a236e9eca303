// WideEncoding: texts of two or four bytes a unit, UTF-16 (RFC 2781) and UTF-32, as Windows and its
// programs write them. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rekey {

enum class WideEncoding : uint8_t { kUtf16Le, kUtf16Be, kUtf32Le, kUtf32Be };

// As layers of a finding are named: "utf-16le".
std::string_view name_of(WideEncoding encoding);

// Bytes: 2 or 4.
size_t unit_size(WideEncoding encoding);

// U+FFFD stands for halves of pairs, for what is no character and for less than a unit at the end.
inline constexpr char32_t kNoCharacter = 0xFFFD;

struct WideCharacter {
  char32_t character = kNoCharacter;
  size_t bytes = 0;  // of the text; never 0
};

// The character at `at`, which is less than the text's size.
WideCharacter wide_character_at(std::string_view text, size_t at, WideEncoding encoding);

// Of the character before `at`: it begins `bytes` in front. At least a unit must be there.
WideCharacter wide_character_before(std::string_view text, size_t at, WideEncoding encoding);

size_t utf8_size(char32_t character);
void put_utf8(std::string& out, char32_t character);

}  // namespace rekey
