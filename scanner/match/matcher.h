// Matcher: finds the secrets in a text. Hyperscan says where a rule may match, RE2 confirms, then
// keywords, entropy, validators, allowlists and context judge, and of overlapping secrets the rule
// of highest rank stays.
//
// The result is a function of the bytes and the rule set alone. reference.h holds the slow way that
// must agree. A Matcher is immutable and shared by all threads; a MatchScratch is one thread's.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/copied_bytes.h"
#include "scanner/base/deadline.h"
#include "scanner/base/result.h"
#include "scanner/match/match.h"
#include "scanner/match/prefilter/delta_search.h"
#include "scanner/match/segment.h"
#include "scanner/rules/set.h"

namespace rekey {

class MatchScratch;  // reusable memory for one thread; made by Matcher::make_scratch

class Matcher {
 public:
  // `database` is what compiled_rules.h's compile_database() made of exactly these rules.
  static Result<std::shared_ptr<const Matcher>> create(std::shared_ptr<const RuleSet> rules,
                                                       std::string_view database);
  ~Matcher();

  // Once `deadline` is over, searches with this end soon, wherever they are in a text, with some of
  // its candidates: who finds it over after a search cannot rely on that.
  [[nodiscard]] std::shared_ptr<MatchScratch> make_scratch(Deadline deadline = {}) const;

  // The secrets in `text`, by secret.begin, then rule; secrets do not overlap.
  // `text` may hold any bytes and be up to 4 GiB - 1 long.
  std::vector<Match> scan(std::string_view text, MatchScratch& scratch) const;

  // Every candidate with its fate, in the same order. scan() is the ones that were not dropped.
  std::vector<Candidate> explain(std::string_view text, MatchScratch& scratch) const;

  // The same without most of the candidates of rules for bound values (bound_search.h) that the
  // judge drops by themselves: nearly every line of code has one. For a text of which `copies` are
  // known from `base` (delta_search.h); null = nothing is. `memory`, if not null, gets what texts
  // made from this one need; not the same as `base`.
  std::vector<Candidate> explain_changed(std::string_view text, const CarriedEnds* base,
                                         std::span<const CopiedBytes> copies, CarriedEnds* memory,
                                         MatchScratch& scratch) const;
  // Of the text that explain_changed() was asked about last: false when no byte of it is 0.
  [[nodiscard]] static bool may_have_nul(const MatchScratch& scratch);

  // The most secrets of one rule that a text has; some more than a report keeps of it.
  static constexpr size_t kMostOfRule = 25'000;
  // Where in the latest text more of a rule may be: nobody looked, for it has the most already.
  [[nodiscard]] static const std::vector<Segment>& passed_over(const MatchScratch& scratch);

  [[nodiscard]] const RuleSet& rules() const;

 private:
  struct Impl;
  explicit Matcher(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rekey
