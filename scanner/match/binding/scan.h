// Small steps over a text, for the families of forms: each takes a place and gives the place behind
// what it skipped. Offsets in bytes; none goes beyond the text. Pure functions; any thread.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <string_view>

#include "scanner/base/ascii.h"

namespace rekey {

constexpr size_t kNotThere = std::string_view::npos;

// A set of bytes that is asked for every byte of many lines.
class ByteSet {
 public:
  constexpr explicit ByteSet(std::string_view bytes) {
    for (const char c : bytes) is_in_[static_cast<unsigned char>(c)] = true;
  }
  // As well all letters and digits, and, where asked for, all bytes of 128 and more.
  constexpr ByteSet(std::string_view bytes, bool high) : ByteSet(bytes) {
    for (size_t i = 0; i < is_in_.size(); ++i) {
      const auto c = static_cast<char>(i);
      if (is_letter(c) || is_digit(c) || (high && i >= kFirstHigh)) is_in_[i] = true;
    }
  }
  [[nodiscard]] constexpr bool has(char c) const { return is_in_[static_cast<unsigned char>(c)]; }

 private:
  static constexpr size_t kFirstHigh = 0x80;
  std::array<bool, 256> is_in_{};
};

// Behind up to `most` bytes that are such.
template <typename Is>
size_t skip_while(std::string_view text, size_t at, size_t most, const Is& is) {
  const size_t end = at + std::min(most, text.size() - at);
  while (at < end && is(text[at])) ++at;
  return at;
}

// Aligned columns are that wide.
constexpr size_t kMostBlanks = 80;

inline size_t skip_blanks(std::string_view text, size_t at) {
  return skip_while(text, at, kMostBlanks, is_blank);
}

inline bool is_at(std::string_view text, size_t at, std::string_view part) {
  return text.substr(at).starts_with(part);
}

inline bool is_at_in_any_case(std::string_view text, size_t at, std::string_view part) {
  return starts_with_ignoring_case(text.substr(at), part);
}

// The size of the first of the parts that stands there, in any case of letters; 0 = none does.
inline size_t any_at(std::string_view text, size_t at,
                     std::initializer_list<std::string_view> parts) {
  for (const std::string_view part : parts) {
    if (is_at_in_any_case(text, at, part)) return part.size();
  }
  return 0;
}

// Behind one newline and the blanks that follow it; the place itself when there is none.
inline size_t skip_newline(std::string_view text, size_t at) {
  size_t next = at;
  if (next < text.size() && text[next] == '\r') ++next;
  if (next == text.size() || text[next] != '\n') return at;
  return skip_blanks(text, next + 1);
}

// The size of a quote that stands there, however it is written: ", \", \u0022, &quot;, %22; 0 =
// none.
inline size_t quote_at(std::string_view text, size_t at) {
  if (at >= text.size()) return 0;
  const char c = text[at];
  if (c == '"' || c == '\'' || c == '`') return 1;
  if (c == '\\') {
    size_t end = skip_while(text, at, 7, [](char one) { return one == '\\'; });
    if (end < text.size() && (text[end] == '"' || text[end] == '\'' || text[end] == '`')) {
      return end + 1 - at;
    }
    const size_t code = any_at(text, end, {"u0022", "u0027", "x22", "x27", "042", "047"});
    return code == 0 ? 0 : end + code - at;
  }
  if (c == '&') return any_at(text, at, {"&quot;", "&#34;", "&apos;", "&#39;", "&#x22;", "&#x27;"});
  if (c == '%') return any_at(text, at, {"%22", "%27"});
  return 0;
}

}  // namespace rekey
