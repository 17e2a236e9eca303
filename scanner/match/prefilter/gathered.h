// Gathered: windows of a text one behind the other in one buffer, and the way back: a search costs
// more to start than to run over some lines. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/bytes.h"

namespace rekey {

// The ends that a search reported for a rule, those close together as one.
struct EndRange {
  // The number of rules, or more: the expressions that rules share (prefilter.h).
  uint32_t rule = 0;
  size_t first = 0, last = 0;
};

struct Gathered {
  std::vector<Span> windows;   // of the text, in order, disjoint
  std::vector<size_t> places;  // where they stand in the buffer; made by gather()
  std::string buffer;

  [[nodiscard]] size_t bytes() const;
  // Adds a window that begins no earlier than the latest one; joins it to that when they meet.
  void add(const Span& window);
};

// The windows with a newline between two; the last is followed by nothing, so that the end of the
// text is the end of what is given back: that is good until the next change of `gathered` or text.
std::string_view gather(std::string_view text, Gathered& gathered);

// A range in the gathered windows as ranges in the text.
void put_back(const EndRange& range, const Gathered& gathered, std::vector<EndRange>& out);

}  // namespace rekey
