#include "scanner/base/utf16.h"

#include <algorithm>

namespace rekey {
namespace {

constexpr size_t kUnit = 2;
constexpr char32_t kReplacement = 0xFFFD;

uint8_t byte_at(std::string_view text, size_t at) {
  return static_cast<uint8_t>(text[at]);
}

char32_t unit_at(std::string_view text, size_t at, Utf16 order) {
  const char32_t first = byte_at(text, at), second = byte_at(text, at + 1);
  return order == Utf16::kLittleEndian ? second << 8U | first : first << 8U | second;
}

bool is_plain(char32_t unit) {
  return (unit >= 0x20 && unit < 0x7F) || unit == '\t' || unit == '\n' || unit == '\r';
}

struct Taken {
  char32_t character = kReplacement;
  size_t bytes = kUnit;  // of the text
};

Taken take(std::string_view text, size_t at, Utf16 order) {
  if (text.size() - at < kUnit) return {kReplacement, text.size() - at};
  const char32_t unit = unit_at(text, at, order);
  if (unit < 0xD800 || unit > 0xDFFF) return {unit, kUnit};
  if (unit > 0xDBFF || text.size() - at < 2 * kUnit) return {};
  const char32_t low = unit_at(text, at + kUnit, order);
  if (low < 0xDC00 || low > 0xDFFF) return {};
  return {0x10000 + ((unit - 0xD800) << 10U) + (low - 0xDC00), 2 * kUnit};
}

size_t utf8_size(char32_t c) {
  return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

void put(std::string& out, char32_t c) {
  const size_t size = utf8_size(c);
  if (size == 1) {
    out += static_cast<char>(c);
    return;
  }
  constexpr uint8_t kLeads[] = {0, 0, 0xC0, 0xE0, 0xF0};
  out += static_cast<char>(kLeads[size] | static_cast<uint8_t>(c >> 6U * (size - 1)));
  for (size_t i = size - 1; i-- > 0;) {
    out += static_cast<char>(0x80U | (static_cast<uint8_t>(c >> 6U * i) & 0x3FU));
  }
}

size_t mark_of(std::string_view text, Utf16 order) {
  return text.size() >= kUnit && unit_at(text, 0, order) == 0xFEFF ? kUnit : 0;
}

}  // namespace

std::optional<Utf16> utf16_order(std::string_view text) {
  constexpr size_t kLooked = 32;  // units without a mark
  if (text.size() < kUnit) return std::nullopt;
  const bool is_utf32 = text.size() >= 2 * kUnit && byte_at(text, 2) == 0 && byte_at(text, 3) == 0;
  for (const Utf16 order : {Utf16::kLittleEndian, Utf16::kBigEndian}) {
    if (mark_of(text, order) != 0) return is_utf32 ? std::nullopt : std::optional(order);
    size_t at = 0;
    while (at + kUnit <= text.size() && at < kLooked * kUnit && is_plain(unit_at(text, at, order)))
      at += kUnit;
    if (at == std::min(kLooked, text.size() / kUnit) * kUnit && at >= 4 * kUnit) return order;
  }
  return std::nullopt;
}

std::string utf8_of(std::string_view text, Utf16 order) {
  std::string out;
  out.reserve(text.size() / kUnit);
  for (size_t at = mark_of(text, order); at < text.size();) {
    const Taken taken = take(text, at, order);
    put(out, taken.character);
    at += taken.bytes;
  }
  return out;
}

std::vector<size_t> utf16_offsets(std::string_view text, Utf16 order,
                                  const std::vector<size_t>& offsets) {
  std::vector<size_t> out;
  out.reserve(offsets.size());
  size_t at = mark_of(text, order), utf8 = 0;
  for (const size_t offset : offsets) {
    while (utf8 < offset && at < text.size()) {
      const Taken taken = take(text, at, order);
      utf8 += utf8_size(taken.character);
      at += taken.bytes;
    }
    out.push_back(at);
  }
  return out;
}

}  // namespace rekey
