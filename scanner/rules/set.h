// RuleSet: the rules of one scan, in order, with their resets and a hash that names them.
//
// Immutable after it is built; any thread may read it. Rule indexes are positions in rules().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/rule.h"

namespace rekey {

class RuleSet {
 public:
  RuleSet() = default;
  // `resets[i]` belongs to `rules[i]`; both have one size. Changes of severity without paths are
  // made in the rules.
  RuleSet(std::vector<Rule> rules, const std::vector<Reset>& resets,
          std::vector<Allowlist> allowlists, std::vector<SeverityChange> severities = {});

  [[nodiscard]] const std::vector<Rule>& rules() const { return rules_; }
  // Top-level allowlists: for every rule, or those they name.
  [[nodiscard]] const std::vector<Allowlist>& allowlists() const { return allowlists_; }
  // As given; those with paths are asked for each place (suppress/severities.h).
  [[nodiscard]] const std::vector<SeverityChange>& severities() const { return severities_; }
  // Decoded on each call: for reports, not for loops.
  [[nodiscard]] Reset reset(size_t rule_index) const;
  [[nodiscard]] std::optional<size_t> index_of(std::string_view id) const;

  // Whether it depends on path or commit which of the rule's matches count, by itself or by a part
  // that it requires; not asked of allowlists that stand for all rules alike.
  [[nodiscard]] bool asks_origin(size_t rule_index) const;

  // SHA-256, 64 hex digits, over everything that can change what is found. Kept in the encoded
  // form: hashing a thousand rules takes longer than everything else at start-up.
  [[nodiscard]] std::string hash() const;

  // The compact form that the build embeds (wire.h); decode() checks every length.
  [[nodiscard]] std::string encode() const;
  static Result<RuleSet> decode(std::string_view bytes);

 private:
  [[nodiscard]] bool asks_origin(const Rule& rule) const;

  std::vector<Rule> rules_;
  std::vector<std::string> encoded_resets_;
  std::vector<Allowlist> allowlists_;
  std::vector<SeverityChange> severities_;  // none in the encoded form
  std::string hash_;                        // of a decoded set
};

// `base` with `added` behind it; a rule of `added` with the id of one in `base` replaces it.
RuleSet merged(const RuleSet& base, const RuleSet& added);

// Whether `change` is about the rule, wherever.
bool is_about(const SeverityChange& change, const Rule& rule);

}  // namespace rekey
