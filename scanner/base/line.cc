#include "scanner/base/line.h"

#include <algorithm>
#include <cstring>

namespace rekey {

size_t line_begin(std::string_view text, size_t at, size_t least) {
  if (at == least) return least;
  const void* newline = memrchr(text.data() + least, '\n', at - least);
  if (newline == nullptr) return least;
  return static_cast<size_t>(static_cast<const char*>(newline) - text.data()) + 1;
}

size_t line_end(std::string_view text, size_t at, size_t most) {
  if (at == most) return most;
  const void* newline = std::memchr(text.data() + at, '\n', most - at);
  if (newline == nullptr) return most;
  return static_cast<size_t>(static_cast<const char*>(newline) - text.data());
}

Span lines_around(std::string_view text, const Span& span, size_t reach) {
  const size_t least = span.begin - std::min(span.begin, reach);
  const size_t most = span.end + std::min(text.size() - span.end, reach);
  const size_t last = span.end > span.begin ? span.end - 1 : span.end;
  return {line_begin(text, span.begin, least), line_end(text, last, most)};
}

}  // namespace rekey
