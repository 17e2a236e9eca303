// Segment: a stretch of a text where a rule may match: every match of `rule` that confirm can find
// in the text lies inside one.
#pragma once

#include <cstdint>

#include "scanner/base/bytes.h"

namespace rekey {

struct Segment {
  uint32_t rule = 0;  // index in the RuleSet
  Span span;
};

}  // namespace rekey
