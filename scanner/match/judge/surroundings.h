// What stands around a match: its lines, and those near them. Pure functions.
#pragma once

#include <cstdint>
#include <string_view>

#include "scanner/match/match.h"

namespace rekey {

// The line or lines of text that `span` touches, without the last newline; at most 64 KiB beyond
// it on each side.
Span lines_of(std::string_view text, Span span);

// With `lines` more lines on both sides, each cut in the same way; none behind one that is cut.
Span surroundings(std::string_view text, Span span, uint32_t lines);

}  // namespace rekey
