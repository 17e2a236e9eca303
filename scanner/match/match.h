// Match: a place in a text where a rule found a secret, and how sure it is.
#pragma once

#include <cstdint>

#include "scanner/base/bytes.h"
#include "scanner/rules/rule.h"

namespace rekey {

struct Match {
  uint32_t rule = 0;  // index in the RuleSet
  Span span;          // the whole match, boundaries and context included
  Span secret;        // the credential itself; inside `span`
  Confidence confidence = Confidence::kHigh;

  bool operator==(const Match&) const = default;
};

// Candidate: a match of a rule's expression before or after judgement; `dropped` says why it is
// no finding. For `rekey explain` and --stats.
enum class Dropped : uint8_t {
  kNot,
  kEntropy,
  kValidator,
  kAllowlist,
  kContext,
  kKeyword,
  kOverlap,
  kPart,    // of composite rules alone
  kPrefix,  // a provider's, on what is no token of its
};

struct Candidate {
  Match match;
  Dropped dropped = Dropped::kNot;

  bool operator==(const Candidate&) const = default;
};

}  // namespace rekey
