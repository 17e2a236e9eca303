// WideStretches: the parts of a text that are written in UTF-16 or UTF-32, each in its own order of
// bytes: all of a file, or what PowerShell's `>>` appended, or a resource in a program.
//
//   "# made by hand\n"  then  t\0 o\0 k\0 e\0 n\0 =\0 ...     one stretch, from the t on, UTF-16LE
//
// A stretch is a core (wide_cores.h) and the characters to both sides that read as text: letters of
// any script, no control characters, no halves of pairs. It never takes eight or more plain bytes
// that stand together: two by two they would read as Chinese, and what they say would not be found.
// Of two orders that a core can be read in, which give the same ASCII, the one counts that more
// around it can be read in.
//
// Linear in the text's size. Pure; any thread.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/base/wide_encoding.h"

namespace rekey {

struct WideStretch {
  size_t begin = 0, end = 0;  // bytes of the text; whole units
  WideEncoding encoding = WideEncoding::kUtf16Le;

  bool operator==(const WideStretch&) const = default;
};

// Ascending, none in another.
std::vector<WideStretch> wide_stretches(std::string_view text);

}  // namespace rekey
