// Lines: positions of bytes in a text as people, editors and code hosts count them, and the line
// around a secret with every secret masked.
//
// Texts are bytes; lines end at LF. Pure functions; a LineCursor is one thread's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/bytes.h"

namespace rekey {

struct TextPosition {
  uint32_t line = 1, column = 1;  // 1-based; the column counts bytes
  uint32_t utf16_column = 1;      // 1-based, in UTF-16 code units; an invalid byte counts as one
};

// LineCursor: positions of offsets, fast when they are asked in rising order.
class LineCursor {
 public:
  explicit LineCursor(std::string_view text) : text_(text), newline_(text.find('\n')) {}

  // `offset` <= the text's size.
  TextPosition at(size_t offset);

 private:
  std::string_view text_;
  size_t newline_;   // the first one from line_begin_ on; looked for once a line
  size_t seen_ = 0;  // the offset of the last answer
  size_t line_begin_ = 0;
  uint32_t line_ = 1;
  uint32_t units_ = 0;  // UTF-16 code units from line_begin_ to seen_
};

struct MaskedSpan {
  Span span;
  std::string mask;
};

// The line on which `secret` begins, without its newline, every one of `masked` (sorted, disjoint)
// in its place; when longer than 256 bytes, cut around the secret at character boundaries, with
// "…".
std::string masked_context(std::string_view text, const Span& secret,
                           const std::vector<MaskedSpan>& masked);

// text[part), every one of `masked` in its place; of more than 256 bytes the first, or the last
// where `keep_end`.
std::string masked_part(std::string_view text, const Span& part,
                        const std::vector<MaskedSpan>& masked, bool keep_end);

// For the line of each offset (rising) the hash that GitHub's code scanning computes to recognise
// a line again, "c129715d7a2bc9a3:1". Source: github/codeql-action, src/fingerprints.ts. Linear in
// the text, whatever the number of offsets.
std::vector<std::string> line_hashes_at(std::string_view text, const std::vector<size_t>& offsets);

}  // namespace rekey
