// Prefilter: Hyperscan over a whole text: which rule may have a match, and where it may end.
//
// Most secrets are random runs (random_run.h), which few lines of a text have; other rules' matches
// have literals, which few lines have as well (literal_search.h). So nearly all of a text is read
// by code of our own alone, which is as fast as memory, and there are two databases: one for rules
// whose secrets are random, which reads the lines with a random run, and one for whole texts: it
// reads the lines with the literals of its expressions, or all of a text that it must.
//
// It errs on one side: whatever confirm.h would find in the text ends inside a segment given here.
// A Prefilter is immutable and shared; a PrefilterScratch is one thread's.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/bytes.h"
#include "scanner/base/deadline.h"
#include "scanner/base/result.h"
#include "scanner/match/prefilter/assignment_search.h"
#include "scanner/match/prefilter/gathered.h"
#include "scanner/match/prefilter/hyperscan.h"
#include "scanner/match/prefilter/keyword_gate.h"
#include "scanner/match/prefilter/literal_search.h"
#include "scanner/match/prefilter/provider_word_search.h"
#include "scanner/match/segment.h"
#include "scanner/rules/rule.h"

namespace rekey {

class PrefilterScratch {
 private:
  friend class Prefilter;
  Deadline deadline_;
  Scratch scratch_;
  LiteralFinds literals_;           // in the latest text
  Gathered random_;                 // lines with a random run
  std::vector<EndRange> gathered_;  // ends in what was searched
  std::vector<EndRange> ranges_;
  std::vector<size_t> latest_;             // by rule: its newest range plus 1, or 0
  std::vector<Span> provider_value_ends_;  // where the expression of all named rules ended
  std::vector<Span> prefix_ends_;          // and these and where assigned rules' did
  std::vector<AssignmentEnd> assignment_ends_;
  std::vector<Segment> found_;
  std::unique_ptr<ProviderWordScratch> provider_words_;
  std::unique_ptr<AssignmentScratch> assignment_;
  std::unique_ptr<KeywordGateScratch> keyword_gate_;
};

class Prefilter {
 public:
  // `rules` are those that `bytes` was compiled from (compiled_rules.h).
  static Result<std::unique_ptr<Prefilter>> create(std::string_view bytes,
                                                   const std::vector<Rule>& rules);
  ~Prefilter();

  // As Matcher::make_scratch().
  [[nodiscard]] std::unique_ptr<PrefilterScratch> make_scratch(Deadline deadline = {}) const;

  // Where matches may end. Ends that are none may be added to those found, and ranges be longer
  // than need be: what confirm finds in the segments stays the same.
  void find_ends(std::string_view text, PrefilterScratch& scratch,
                 std::vector<EndRange>& out) const;
  // The literals (wide_rules.h) that the latest find_ends() saw in its text, by bit.
  static uint64_t literals(const PrefilterScratch& scratch) { return scratch.literals_.wide; }
  // Whether ends of that number are openings of values that names are bound to.
  [[nodiscard]] bool is_opening(uint32_t rule) const;
  // Of `ends` those where a value was opened that a name is bound to (bound_search.h).
  void opening_ends(const std::vector<EndRange>& ends, std::vector<Span>& out) const;
  // Segments by rule, then position; disjoint for a rule. `provider_value_ends`: where a named
  // rule's value may be, too.
  void segments(std::string_view text, const std::vector<EndRange>& ends,
                std::span<const Span> provider_value_ends, PrefilterScratch& scratch,
                std::vector<Segment>& out) const;

  // Both, as far as the text alone says.
  void scan(std::string_view text, PrefilterScratch& scratch, std::vector<Segment>& out) const;

  // Which bytes before an end decide that it is one; kReachBehind behind it do, too.
  enum class Within : uint8_t { kText, kLine, kPrefixLines };  // the end's line, or prefix_lines.h
  struct Reach {
    size_t bytes = 0;  // SIZE_MAX = any number
    Within within = Within::kText;
  };
  // What rules share has the numbers behind the rules': the expression of all named rules, the way
  // of assigned rules, the openings of values that names are bound to.
  static constexpr uint32_t kShared = 3;
  static constexpr size_t kReachBehind = 2;  // $ looks over a newline to the end of the text
  [[nodiscard]] Reach reach(uint32_t rule) const;
  // Whether every rule is searched here; segments of others are whole texts.
  [[nodiscard]] bool is_complete() const;

 private:
  struct Impl;
  explicit Prefilter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rekey
