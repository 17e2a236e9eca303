// Severities: how bad a leak of a rule is at a place, where a configuration says otherwise than the
// rule ([[severity]]).
//
// Of the changes with a path that hold for a place the last decides; they go before those without,
// which are in the rules already. Immutable; any thread.
#pragma once

#include <memory>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/findings/finding.h"
#include "scanner/rules/set.h"

namespace re2 {
class RE2;
}

namespace rekey {

class Severities {
 public:
  // `rules` outlives it. kUsage, starting with file:line, for an expression that is wrong.
  static Result<Severities> create(const RuleSet& rules);
  Severities(Severities&&) noexcept;
  Severities& operator=(Severities&&) = delete;
  ~Severities();

  [[nodiscard]] bool empty() const { return changes_.empty(); }
  // Messages and blobs without a path have the rule's own.
  [[nodiscard]] Severity at(uint32_t rule, const Occurrence& place) const;
  // At its worst place.
  [[nodiscard]] Severity worst(uint32_t rule) const;

  // Sets the severity of each of `findings`, whose rules are indexes in the set: that of its worst
  // place. Takes out the places below `least`, and findings that have no other; how many places.
  // Sorts as Report::findings.
  size_t apply(std::vector<Finding>& findings, Severity least) const;

 private:
  struct Change;
  explicit Severities(const RuleSet& rules);

  const RuleSet* rules_;
  std::vector<Change> changes_;
};

}  // namespace rekey
