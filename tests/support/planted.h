// Planted: well-formed fake secrets of every built-in kind, drawn from a seed with the examples of
// patterns/, and the built-in matcher to find them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "scanner/match/matcher.h"
#include "scanner/rules/load/load_path.h"

namespace rekey::test {

struct Planted {
  std::string rule;
  std::string text;  // the example around it, ends with a newline
  std::string secret;
};

// The files of patterns/, in order.
const std::vector<LoadedRule>& pattern_rules();

// One example of every rule; other secrets for another seed. A draw that the rule may take for a
// placeholder (by chance too few digits, a word in it) is drawn again, up to eight times.
std::vector<Planted> planted(uint64_t seed);

std::shared_ptr<const Matcher> builtin_matcher();

}  // namespace rekey::test
