// Line: where the line around a place begins and ends. Offsets in bytes; a line is what stands
// between newlines and has none. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <string_view>

#include "scanner/base/bytes.h"

namespace rekey {

// The begin of the line that `at` is in, but no less than `least` <= at <= text.size().
size_t line_begin(std::string_view text, size_t at, size_t least = 0);

// Its end, but no more than `most`; at <= most <= text.size().
size_t line_end(std::string_view text, size_t at, size_t most);
inline size_t line_end(std::string_view text, size_t at) {
  return line_end(text, at, text.size());
}

// The lines that `span` touches, no farther than `reach` bytes on either side. A span's last
// newline begins no line of its own.
Span lines_around(std::string_view text, const Span& span, size_t reach);

}  // namespace rekey
