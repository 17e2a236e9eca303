// Pairs: which secrets of a text are halves of one credential (Pair in rules/rule.h).
//
// Immutable; any thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/findings/store.h"
#include "scanner/match/match.h"
#include "scanner/rules/set.h"

namespace rekey {

class Pairs {
 public:
  // Rules that pairs name and that the set has not (a configuration may disable them) pair nothing.
  explicit Pairs(const RuleSet& rules);

  // For each of `matches`, which are to be reported, its other half or null. `candidates` are all
  // of the text, by secret.begin; halves count though they are not to be reported. Matches that
  // have become another's half are taken out of `matches`.
  std::vector<const Match*> take_pairs(std::string_view text,
                                       const std::vector<Candidate>& candidates,
                                       std::vector<Match>& matches) const;

  // The rules whose secrets are halves of this one's, by index; they ascend.
  [[nodiscard]] const std::vector<uint32_t>& halves(uint32_t rule) const {
    return wanted_[rule].rules;
  }
  // Whether some rule asks for this one's secrets.
  [[nodiscard]] bool is_half(uint32_t rule) const { return is_half_[rule]; }

 private:
  struct Wanted {
    std::vector<uint32_t> rules;  // sorted indexes; empty: no pair
    uint32_t within_lines = 0;
  };
  std::vector<Wanted> wanted_;  // by rule
  std::vector<bool> is_half_;   // by rule
};

// Puts each half, where there is one, at the place of its hit. Both in the order of the matches.
void add_parts(std::string_view text, const std::vector<const Match*>& halves,
               std::vector<Hit>& hits);

}  // namespace rekey
