#include "scanner/base/wide_encoding.h"

#include <array>

namespace rekey {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"utf-16le", "utf-16be", "utf-32le", "utf-32be"};

bool is_little(WideEncoding encoding) {
  return encoding == WideEncoding::kUtf16Le || encoding == WideEncoding::kUtf32Le;
}

char32_t unit_at(std::string_view text, size_t at, WideEncoding encoding) {
  const size_t size = unit_size(encoding);
  char32_t unit = 0;
  for (size_t i = 0; i < size; ++i) {
    const size_t next = is_little(encoding) ? size - 1 - i : i;
    unit = unit << 8U | static_cast<uint8_t>(text[at + next]);
  }
  return unit;
}

bool is_high(char32_t unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
bool is_low(char32_t unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

WideCharacter alone(char32_t unit, size_t size) {
  const bool is_none = is_high(unit) || is_low(unit) || unit > 0x10FFFF;
  return {is_none ? kNoCharacter : unit, size};
}

WideCharacter pair(char32_t high, char32_t low) {
  return {0x10000 + ((high - 0xD800) << 10U) + (low - 0xDC00), 4};
}

}  // namespace

std::string_view name_of(WideEncoding encoding) {
  return kNames[static_cast<size_t>(encoding)];
}

size_t unit_size(WideEncoding encoding) {
  return encoding == WideEncoding::kUtf16Le || encoding == WideEncoding::kUtf16Be ? 2 : 4;
}

WideCharacter wide_character_at(std::string_view text, size_t at, WideEncoding encoding) {
  const size_t size = unit_size(encoding);
  if (text.size() - at < size) return {kNoCharacter, text.size() - at};
  const char32_t unit = unit_at(text, at, encoding);
  if (size == 2 && is_high(unit) && text.size() - at >= 2 * size) {
    const char32_t next = unit_at(text, at + size, encoding);
    if (is_low(next)) return pair(unit, next);
  }
  return alone(unit, size);
}

WideCharacter wide_character_before(std::string_view text, size_t at, WideEncoding encoding) {
  const size_t size = unit_size(encoding);
  const char32_t unit = unit_at(text, at - size, encoding);
  if (size == 2 && is_low(unit) && at >= 2 * size) {
    const char32_t before = unit_at(text, at - 2 * size, encoding);
    if (is_high(before)) return pair(before, unit);
  }
  return alone(unit, size);
}

size_t utf8_size(char32_t character) {
  return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
}

void put_utf8(std::string& out, char32_t character) {
  const size_t size = utf8_size(character);
  if (size == 1) {
    out += static_cast<char>(character);
    return;
  }
  constexpr uint8_t kLeads[] = {0, 0, 0xC0, 0xE0, 0xF0};
  out += static_cast<char>(kLeads[size] | static_cast<uint8_t>(character >> 6U * (size - 1)));
  for (size_t i = size - 1; i-- > 0;) {
    out += static_cast<char>(0x80U | (static_cast<uint8_t>(character >> 6U * i) & 0x3FU));
  }
}

}  // namespace rekey
