#include "scanner/match/judge/surroundings.h"

#include "scanner/base/line.h"

namespace rekey {
namespace {

// Lines are cut so far from a match: a text of one endless line with a match at every turn would
// otherwise cost its square.
constexpr size_t kMaxLineSide = size_t{64} << 10;

}  // namespace

Span lines_of(std::string_view text, Span span) {
  return lines_around(text, span, kMaxLineSide);
}

Span surroundings(std::string_view text, Span span, uint32_t lines) {
  Span out = lines_of(text, span);
  for (uint32_t i = 0; i < lines && (out.begin > 0 || out.end < text.size()); ++i) {
    if (out.begin > 0) out.begin = lines_of(text, {out.begin - 1, out.begin - 1}).begin;
    if (out.end < text.size()) out.end = lines_of(text, {out.end + 1, out.end + 1}).end;
  }
  return out;
}

}  // namespace rekey
