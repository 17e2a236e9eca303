// TextAllowlist: an allowlist as far as the text alone decides it; paths and commits are judged
// where those are known (suppress/). Any thread.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/match/match.h"
#include "scanner/match/regex/lazy_regex.h"
#include "scanner/rules/rule.h"

namespace rekey {

class TextAllowlist {
 public:
  // `list` must outlive it; its expressions are proven (check.h).
  explicit TextAllowlist(const Allowlist& list);

  // Whether `match` in `text` is allowed. Never where every criterion must hold and one of them is
  // a path or a commit.
  [[nodiscard]] bool allows(std::string_view text, const Match& match) const;

 private:
  [[nodiscard]] std::string_view target_of(std::string_view text, const Match& match) const;
  [[nodiscard]] bool any_regex(std::string_view target) const;

  const Allowlist& list_;
  std::deque<LazyRegex> regexes_;  // they stay where they are
};

// Whether `text` has one of the words, letters of either case.
bool any_word(std::string_view text, const std::vector<std::string>& words);

}  // namespace rekey
