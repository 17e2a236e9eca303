// BoundSearch: the candidates among the values that names are bound to (match/binding/reader.h),
// for the rules that ask for these, around the places where the prefilter saw a value begin.
//
// Lines are read in blocks: a line and those behind it that a form may go on to (prefix_lines.h).
// What a block says is remembered by its bytes, for the lines of a history's texts come again in
// version after version. Immutable; a BoundScratch is one thread's.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/base/deadline.h"
#include "scanner/base/memo.h"
#include "scanner/match/binding/reader.h"
#include "scanner/match/confirm/confirm.h"
#include "scanner/match/judge/judge.h"
#include "scanner/match/match.h"
#include "scanner/match/segment.h"

namespace rekey {

// In a block: a candidate that was judged alone, or where a named rule's value may stand.
struct BoundFind {
  Candidate candidate;  // of no rule when the next says where
  size_t provider_value_end = 0;
};

struct BoundScratch {
  Memo<BoundFind> known;  // places from the begin of the block on
  std::vector<BoundFind> found;
  std::vector<Match> matches;
  LatestJudged latest;
  size_t looked = 0;  // behind what decided in the latest block
};

class BoundSearch {
 public:
  // All outlive it.
  BoundSearch(const std::vector<Rule>& rules, const Confirm& confirm, const Judge& judge);

  // How a text is searched: `known`, its lines may have been seen before; `all`, candidates that
  // are judged to be none are given, too, where else hardly any is.
  enum class Way : uint8_t { kOnce, kKnown, kAll };

  // `ends`: where openings ended in `text`, in any order, as ranges. Appends candidates, and where
  // the first bytes of values end that named rules may take. Some of them once `deadline` is over.
  void find(std::string_view text, std::vector<Span>& ends, Way way, const Deadline& deadline,
            BoundScratch& scratch, std::vector<Candidate>& out,
            std::vector<Span>& provider_value_ends) const;

  // Whether the blocks of such a range have something, or may have when lines behind them change.
  bool keeps(std::string_view text, const Span& ends, BoundScratch& scratch) const;

 private:
  std::span<const BoundFind> finds_in(std::string_view text, const Span& block, Way way,
                                      BoundScratch& scratch) const;
  void read_block(std::string_view text, const Span& block, bool all, BoundScratch& scratch) const;

  const Confirm& confirm_;
  const Judge& judge_;
  std::vector<uint32_t> rules_;
};

}  // namespace rekey
