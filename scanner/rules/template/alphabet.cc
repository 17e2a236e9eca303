#include "scanner/rules/template/alphabet.h"

#include <array>
#include <bitset>
#include <cctype>

namespace rekey {
namespace {

struct Named {
  std::string_view name, ranges;
};

constexpr std::array kNamed = {
    Named{"base62", "0-9A-Za-z"},
    Named{"alnum-lower", "0-9a-z"},
    Named{"alnum-upper", "0-9A-Z"},
    Named{"alpha", "A-Za-z"},
    Named{"alpha-lower", "a-z"},
    Named{"alpha-upper", "A-Z"},
    Named{"digits", "0-9"},
    Named{"hex", "0-9a-f"},
    Named{"hex-lower", "0-9a-f"},
    Named{"hex-upper", "0-9A-F"},
    Named{"hex-any", "0-9A-Fa-f"},
    Named{"base64", "0-9A-Za-z+/"},
    Named{"base64url", "0-9A-Za-z_-"},
    Named{"word", "0-9A-Za-z_"},
    Named{"base32", "A-Z2-7"},
    Named{"base32-lower", "a-z2-7"},
    Named{"base64url-dot", "0-9A-Za-z_.-"},
};

std::string_view ranges_of(std::string_view name) {
  constexpr std::string_view kClass = "class:";
  if (name.starts_with(kClass)) return name.substr(kClass.size());
  for (const Named& named : kNamed) {
    if (named.name == name) return named.ranges;
  }
  return {};
}

bool needs_escape(unsigned char c) {
  return c == '\\' || c == ']' || c == '[' || c == '^' || c == '-';
}

// x-y is a range, a hyphen at either end is itself.
std::bitset<256> members(std::string_view ranges) {
  std::bitset<256> set;
  for (size_t i = 0; i < ranges.size(); ++i) {
    const auto first = static_cast<unsigned char>(ranges[i]);
    if (i + 2 < ranges.size() && ranges[i + 1] == '-') {
      const auto last = static_cast<unsigned char>(ranges[i + 2]);
      for (unsigned c = first; c <= last; ++c) set.set(c);
      i += 2;
    } else {
      set.set(first);
    }
  }
  return set;
}

std::string expression_of(const std::bitset<256>& set) {
  std::string out;
  for (unsigned c = 0; c < 256;) {
    if (!set[c]) {
      ++c;
      continue;
    }
    unsigned last = c;
    while (last + 1 < 256 && set[last + 1]) ++last;
    const auto put = [&out](unsigned byte) {
      if (needs_escape(static_cast<unsigned char>(byte))) out += '\\';
      out += static_cast<char>(byte);
    };
    put(c);
    if (last > c + 1) out += '-';
    if (last > c) put(last);
    c = last + 1;
  }
  return out;
}

}  // namespace

bool Alphabet::is_word() const {
  for (const char c : bytes) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_') return false;
  }
  return true;
}

std::optional<Alphabet> find_alphabet(std::string_view name) {
  const std::string_view ranges = ranges_of(name);
  if (ranges.empty()) return std::nullopt;
  const std::bitset<256> set = members(ranges);
  Alphabet alphabet;
  for (unsigned c = 0; c < 256; ++c) {
    if (set[c]) alphabet.bytes += static_cast<char>(c);
  }
  alphabet.expression = expression_of(set);
  return alphabet;
}

}  // namespace rekey
