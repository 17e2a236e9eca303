// RandomRun: bytes that look drawn at random, as most credentials are and hardly any line of a
// source text is: the cheapest thing to know of a text before anything is searched in it.
//
// A random run is a run of kRandomRun or more of the bytes [0-9A-Za-z+./_~-], as long as it goes,
// and in it
//   - a digit, or
//   - kRandomCapitals capitals in a row, or
//   - two capitals in a row and twice a capital behind a small letter.
// So "AbstractFilterChain" and "MAX_LINE_LENGTH" are none. Of 20 letters and digits drawn at random
// one in 2,000 texts is none, of 16 one in 300, of 16 small letters and digits one in 200. What
// contains a text with a random run has one as well.
//
// An example: in `id = "a1b2c3d4e5f6"` the twelve bytes between the quotes are a random run, for
// they have a digit. In `AbstractFilterChain chain;` the first word is long enough, but has no
// digit, nor two capitals in a row, so the line has none.
//
// Pure functions; any thread. On x86-64 the fastest of three ways is chosen by the processor
// (byte_kinds.h); all give the same.
#pragma once

#include <cstddef>
#include <string_view>

#include "scanner/base/bytes.h"
#include "scanner/match/simd/byte_kinds.h"
#include "scanner/match/simd/random_marks.h"

namespace rekey {

constexpr size_t kRandomRun = 12;
constexpr size_t kRandomCapitals = 14;

// Byte by byte: what RandomRuns must agree with.
bool has_random_run(std::string_view text);

// The random runs of a text in order. A text is read once, some kilobytes at a time.
class RandomRuns {
 public:
  explicit RandomRuns(std::string_view text) : text_(text) { start_at(0); }

  // The first one in what stands from `from` on. False when there is none. `from` is no less than
  // the end of the one before.
  bool next(size_t from, Span& run);

 private:
  static constexpr size_t kBlocks = kMostMarked;  // that are read together, of 64 bytes

  void start_at(size_t at);
  void read(size_t at);
  bool read_on();
  void skip_to(size_t from);
  [[nodiscard]] size_t row_of(size_t at) const;
  [[nodiscard]] Span run_around(size_t at) const;
  [[nodiscard]] bool is_random(const Span& run) const;

  std::string_view text_;
  size_t from_ = 0;  // what stands before is left out
  // Of what was read: rows 1 to rows_ are the blocks from text_[first_] on; row 0 is the block
  // before, and one to look ahead is behind.
  size_t first_ = 0, rows_ = 0;
  size_t row_ = 1;  // the next one
  ByteKinds kinds_;
  RandomMarks marked_;
};

}  // namespace rekey
