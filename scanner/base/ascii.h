// Ascii: kinds of bytes and the case of letters, whatever the locale; bytes of 128 and more are of
// no kind. Pure functions; any thread.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace rekey {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_letter(char c) {
  return is_upper(c) || is_lower(c);
}
constexpr bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
// As \w of an expression.
constexpr bool is_word(char c) {
  return is_letter(c) || is_digit(c) || c == '_';
}

constexpr char lowered(char c) {
  return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lowered(c);
  return out;
}

// Whether all of `text` is hexadecimal, as ids are written: in lower case.
inline bool is_lower_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_hex(c) && !is_upper(c); });
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// Not a function: algorithms call one through its address.
constexpr auto same_ignoring_case = [](char a, char b) { return lowered(a) == lowered(b); };

inline bool starts_with_ignoring_case(std::string_view text, std::string_view part) {
  return text.size() >= part.size() &&
         std::equal(part.begin(), part.end(), text.begin(), same_ignoring_case);
}

inline bool contains_ignoring_case(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same_ignoring_case) !=
         text.end();
}

}  // namespace rekey
