#include "scanner/match/judge/surroundings.h"

#include <algorithm>

#include "scanner/base/line.h"

namespace rekey {
namespace {

// Lines are cut so far from a match: a text of one endless line with a match at every turn would
// otherwise cost its square.
constexpr size_t kMaxLineSide = size_t{64} << 10;

size_t least_begin(size_t at) {
  return at - std::min(at, kMaxLineSide);
}

}  // namespace

Span lines_of(std::string_view text, Span span) {
  return lines_around(text, span, kMaxLineSide);
}

Span surroundings(std::string_view text, Span span, uint32_t lines) {
  Span out = lines_of(text, span);
  // Behind a line that is cut there is no other.
  for (uint32_t i = 0; i < lines && out.begin > 0 && text[out.begin - 1] == '\n'; ++i) {
    out.begin = line_begin(text, out.begin - 1, least_begin(out.begin - 1));
  }
  for (uint32_t i = 0; i < lines && out.end < text.size() && text[out.end] == '\n'; ++i) {
    const size_t next = out.end + 1;
    out.end = line_end(text, next, std::min(text.size(), next + kMaxLineSide));
  }
  return out;
}

}  // namespace rekey
