#include "scanner/match/bound_search.h"

#include <algorithm>

#include "scanner/match/binding/credential_name.h"
#include "scanner/match/prefilter/prefix_lines.h"
#include "scanner/match/simd/random_run.h"
#include "scanner/rules/provider_words.h"

namespace rekey {
namespace {

constexpr uint32_t kNoRule = UINT32_MAX;
constexpr size_t kLongestBlock = Memo<BoundFind>::kLongestKey;

Span moved(const Span& span, size_t by) {
  return {span.begin + by, span.end + by};
}

// What a report may need: found, or masked with what it overlaps.
bool may_count(const Candidate& one) {
  return one.dropped == Dropped::kNot || one.dropped == Dropped::kPrefix;
}

// What the block says may be otherwise although none of its bytes is: it was cut, or a text of
// several lines begins in it.
bool depends_on_more(const Span& block, const BoundScratch& scratch) {
  return block.size() >= kLongestBlock || scratch.looked > block.end;
}

BoundFind moved(BoundFind one, size_t by) {
  one.candidate.match.span = moved(one.candidate.match.span, by);
  one.candidate.match.secret = moved(one.candidate.match.secret, by);
  one.provider_value_end += by;
  return one;
}

}  // namespace

BoundSearch::BoundSearch(const std::vector<Rule>& rules, const Confirm& confirm, const Judge& judge)
    : confirm_(confirm), judge_(judge) {
  for (uint32_t i = 0; i < rules.size(); ++i) {
    if (rules[i].binding) rules_.push_back(i);
  }
}

void BoundSearch::read_block(std::string_view text, const Span& block, bool all,
                             BoundScratch& scratch) const {
  scratch.found.clear();
  scratch.looked = 0;
  const std::vector<Binding> bindings = bindings_in(text, block, scratch.looked);
  if (bindings.empty()) return;
  for (const uint32_t rule : rules_) {
    scratch.matches.clear();
    confirm_.find_bound(rule, text, bindings, scratch.matches);
    for (const Match& match : scratch.matches) {
      const auto one = judge_.judge_alone(text, match, &scratch.latest);
      if (one && (all || may_count(*one))) scratch.found.push_back({*one, 0});
    }
  }
  for (const Binding& binding : bindings) {
    const Span& value = binding.value;
    if (value.size() < kShortestProviderValue || !has_random_run(value.of(text))) continue;
    BoundFind place;
    place.candidate.match.rule = kNoRule;
    place.provider_value_end = value.begin + kShortestProviderValue;
    scratch.found.push_back(place);
  }
}

// Calls `take` with the blocks that a range of ends lies in, from `at` on; gives where the next
// begins. Stops when `take` says false.
template <typename Take>
size_t for_each_block(std::string_view text, const Span& ends, size_t at, const Take& take) {
  const size_t reach = std::min(ends.begin, kFormReach + kMostBeforeWord);
  at = std::max(at, prefix_lines_begin(text, ends.begin, ends.begin - reach));
  while (at <= ends.end && at < text.size()) {
    const size_t most = at + std::min(kLongestBlock, text.size() - at);
    const Span block{at, prefix_lines_end(text, at, most)};
    // A line that is cut goes on before the word that the cut may be in.
    at = block.end < text.size() && text[block.end] != '\n' ? block.end - kMostBeforeWord
                                                            : block.end + 1;
    if (!take(block)) break;
  }
  return at;
}

std::span<const BoundFind> BoundSearch::finds_in(std::string_view text, const Span& block, Way way,
                                                 BoundScratch& scratch) const {
  const std::string_view bytes = block.of(text);
  if (way == Way::kKnown) {
    if (const auto remembered = scratch.known.find(bytes)) return *remembered;
  }
  read_block(text, block, way == Way::kAll, scratch);
  for (BoundFind& one : scratch.found) one = moved(one, size_t{0} - block.begin);
  if (way == Way::kKnown && !depends_on_more(block, scratch))
    scratch.known.keep(bytes, scratch.found);
  return scratch.found;
}

bool BoundSearch::keeps(std::string_view text, const Span& ends, BoundScratch& scratch) const {
  bool any = false;
  for_each_block(text, ends, 0, [&](const Span& block) {
    scratch.looked = 0;
    any = !finds_in(text, block, Way::kKnown, scratch).empty() || depends_on_more(block, scratch);
    return !any;
  });
  return any;
}

void BoundSearch::find(std::string_view text, std::vector<Span>& ends, Way way,
                       const Deadline& deadline, BoundScratch& scratch, std::vector<Candidate>& out,
                       std::vector<Span>& provider_value_ends) const {
  std::sort(ends.begin(), ends.end(),
            [](const Span& a, const Span& b) { return a.begin < b.begin; });
  size_t done = 0;  // all before it was read
  for (const Span& end : ends) {
    if (deadline.over()) return;
    if (end.end < done) continue;
    const size_t next = for_each_block(text, end, done, [&](const Span& block) {
      for (const BoundFind& found : finds_in(text, block, way, scratch)) {
        const BoundFind one = moved(found, block.begin);
        if (one.candidate.match.rule != kNoRule) {
          out.push_back(one.candidate);
        } else {
          provider_value_ends.push_back({one.provider_value_end, one.provider_value_end});
        }
      }
      return true;
    });
    done = std::max(done, next);
  }
}

}  // namespace rekey
