// Bench: what a rule set costs: bytes a second of one core, time to set up, every rule's share.
//
// Times are the calling thread's CPU time, so that other programs disturb little; a figure is the
// median of several passes over texts that are in memory. For `rekey rules bench`; one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/set.h"

namespace rekey {

// Texts of the size that blobs have.
struct BenchTexts {
  std::vector<std::string> pieces;
  size_t bytes = 0;

  void add(std::string piece);
  // `text` in pieces of about kPiece bytes that end with a line.
  void add_cut(std::string_view text);

  static constexpr size_t kPiece = size_t{16} << 10;
};

struct SetCost {
  double prefilter = 0;       // bytes a second: Hyperscan and the search for named rules alone
  double whole = 0;           // with confirm and judge: what a scan pays
  double yardstick = 0;       // the prefilter of the rules to compare with
  size_t database_bytes = 0;  // the compiled set, serialized
  double load_ms = 0;         // from the serialized set to one that can search
  double setup_ms = 0;        // the whole matcher with its scratch, rules decoded
  size_t candidates = 0;      // found in one pass, dropped ones included
};

// `database` is what compile_database() made of `rules`.
Result<SetCost> set_cost(const std::shared_ptr<const RuleSet>& rules, std::string_view database,
                         const std::vector<Rule>& yardstick, const BenchTexts& texts,
                         unsigned passes);

// A set to compare with: `count` rules "a provider's word, a name of a credential, an opaque
// value", made of words that `rules` know.
std::vector<Rule> yardstick_rules(const RuleSet& rules, size_t count);

// RuleCost: one rule's share of the time that the whole set takes.
struct RuleCost {
  std::string id;      // or "(all named rules)", which share one expression
  double search = 0;   // of it in the prefilter: the set with the rule, over the set without it
  double confirm = 0;  // of it in confirm: RE2 on the rule's segments
  double alone = 0;    // the rule's search by itself, over one for a literal that never occurs
  size_t segments = 0;

  [[nodiscard]] double share() const { return search + confirm; }
};

// Rules whose share is `least` or more, dearest first. Rules that search for the same words do it
// once together: each costs little while there is another, and shares add up to less than the
// whole. Compiles every rule by itself, and the set anew for those that may be dear: half an hour
// for a hundred megabytes.
Result<std::vector<RuleCost>> rule_costs(const RuleSet& rules, const BenchTexts& texts,
                                         unsigned passes, double least);

}  // namespace rekey
