// Bytes: the vocabulary for pieces of text. Content is bytes, never code points: a std::string_view
// holds any byte, NUL and invalid UTF-8 included. Spans are half open and count bytes from 0.
#pragma once

#include <cstddef>
#include <string_view>

namespace rekey {

struct Span {
  size_t begin = 0;
  size_t end = 0;

  [[nodiscard]] size_t size() const { return end - begin; }
  [[nodiscard]] bool overlaps(const Span& other) const {
    return begin < other.end && other.begin < end;
  }
  [[nodiscard]] bool contains(const Span& other) const {
    return begin <= other.begin && other.end <= end;
  }
  // The bytes of `text` this span covers; the span must lie inside it.
  [[nodiscard]] std::string_view of(std::string_view text) const {
    return text.substr(begin, end - begin);
  }
  bool operator==(const Span&) const = default;
};

}  // namespace rekey
