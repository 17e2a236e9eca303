// Judge: whether a confirmed match is a finding: keywords, entropy, validators, allowlists,
// context, then one rule for one place.
//
// Looks at the text alone; criteria on paths and commits are judged where those are known
// (suppress/). Immutable; any thread. Used by the matcher and by the reference alike.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/match/match.h"
#include "scanner/rules/set.h"

namespace rekey {

// What validators said of the latest match, by all that they look at: texts repeat themselves. One
// thread's.
struct LatestJudged {
  uint32_t rule = UINT32_MAX;
  std::array<size_t, 4> sizes{};  // of the parts of a line context up to the secret
  std::string line_context;       // all of it
  Dropped dropped = Dropped::kNot;
  Confidence confidence = Confidence::kLow;
};

class Judge {
 public:
  // kUsage for an unknown validator or a context of unknown rules. Allowlists are right (check.h).
  static Result<std::unique_ptr<Judge>> create(const RuleSet& rules);
  ~Judge();

  // The fate of each of `matches`, which may come in any order; by secret.begin, then rule. Both
  // halves in one.
  [[nodiscard]] std::vector<Candidate> judge(std::string_view text,
                                             const std::vector<Match>& matches) const;

  // What the match alone says, which no other match and no other line changes; nothing when it is
  // no candidate. `latest` may be null, and is else of this judge's matches.
  [[nodiscard]] std::optional<Candidate> judge_alone(std::string_view text, Match match,
                                                     LatestJudged* latest = nullptr) const;

  // What the text says, and the others; `candidates` are judged alone.
  [[nodiscard]] std::vector<Candidate> judge_together(std::string_view text,
                                                      std::vector<Candidate> candidates) const;

 private:
  struct Impl;
  explicit Judge(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rekey
