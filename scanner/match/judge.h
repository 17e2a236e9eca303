// Judge: whether a confirmed match is a finding: keywords, entropy, validators, allowlists,
// context, then one rule for one place.
//
// Looks at the text alone; criteria on paths and commits are judged where those are known
// (suppress/). Immutable; any thread. Used by the matcher and by the reference alike.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/match/match.h"
#include "scanner/rules/set.h"

namespace rekey {

class Judge {
 public:
  // kUsage for an unknown validator or a context of unknown rules. Allowlists are right (check.h).
  static Result<std::unique_ptr<Judge>> create(const RuleSet& rules);
  ~Judge();

  // The fate of each of `matches`, which may come in any order; by secret.begin, then rule.
  [[nodiscard]] std::vector<Candidate> judge(std::string_view text,
                                             const std::vector<Match>& matches) const;

 private:
  struct Impl;
  explicit Judge(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// The line or lines of text that `span` touches, without the last newline; at most 64 KiB beyond
// it on each side.
Span lines_of(std::string_view text, Span span);

}  // namespace rekey
