#include "scanner/match/matcher.h"

#include <mutex>
#include <unordered_map>

#include "scanner/match/bound_search.h"
#include "scanner/match/confirm/confirm.h"
#include "scanner/match/confirm/segment_memo.h"
#include "scanner/match/judge/judge.h"
#include "scanner/match/prefilter/prefilter.h"

namespace rekey {

class MatchScratch {
 public:
  std::unique_ptr<PrefilterScratch> prefilter;
  DeltaSearchScratch delta_search;
  CarriedEnds ends;
  std::vector<EndRange> range_ends;  // of a text that is made from no other
  std::vector<Span> opening_ends, provider_value_ends;
  std::vector<Segment> segments;
  BoundScratch bound;
  std::vector<Match> matches;
  SegmentMemo memo;
  bool may_have_nul = false;
  std::unordered_map<uint32_t, size_t> found_of;  // by rule: what of the text was not dropped
  std::vector<Segment> passed_over;
  LatestJudged latest;
  Deadline deadline;
};

struct Matcher::Impl {
  std::shared_ptr<const RuleSet> rules;
  std::unique_ptr<Prefilter> prefilter;
  std::unique_ptr<Confirm> confirm;
  std::unique_ptr<Judge> judge;
  std::unique_ptr<BoundSearch> bound_search;
  mutable std::once_flag delta_search_made;  // when it is first asked for: most commands never do
  mutable std::unique_ptr<DeltaSearch> delta_search;

  // `already`: how many of the rule the text has that were not dropped; what is beyond the most of
  // them is passed over.
  void add_candidates(std::string_view text, const Segment& segment, size_t already,
                      MatchScratch& scratch, std::vector<Candidate>& out) const {
    std::vector<Match>& matches = scratch.matches;
    matches.clear();
    confirm->find(segment.rule, text, segment.span, matches, scratch.deadline);
    for (const Match& match : matches) {
      if (scratch.deadline.over()) return;
      if (already >= kMostOfRule) {
        scratch.passed_over.push_back({segment.rule, match.span});
        continue;
      }
      const auto candidate = judge->judge_alone(text, match, &scratch.latest);
      if (!candidate) continue;
      already += candidate->dropped == Dropped::kNot ? 1 : 0;
      out.push_back(*candidate);
    }
  }

  // What names are bound to, up to the most of each rule.
  void add_bound(std::string_view text, BoundSearch::Way way, MatchScratch& scratch,
                 std::vector<Candidate>& out) const {
    scratch.provider_value_ends.clear();
    if (scratch.opening_ends.empty()) return;
    bound_search->find(text, scratch.opening_ends, way, scratch.deadline, scratch.bound, out,
                       scratch.provider_value_ends);
    std::erase_if(out, [&](const Candidate& one) {
      size_t& already = scratch.found_of[one.match.rule];
      if (already >= kMostOfRule) {
        scratch.passed_over.push_back({one.match.rule, one.match.span});
        return true;
      }
      already += one.dropped == Dropped::kNot ? 1 : 0;
      return false;
    });
  }

  // A text that is made from no other.
  std::vector<Candidate> search(std::string_view text, BoundSearch::Way way,
                                MatchScratch& scratch) const {
    prefilter->find_ends(text, *scratch.prefilter, scratch.range_ends);
    return candidates(text, scratch.range_ends, way, scratch);
  }

  // `ends` are those of the text.
  std::vector<Candidate> candidates(std::string_view text, const std::vector<EndRange>& ends,
                                    BoundSearch::Way way, MatchScratch& scratch) const {
    const bool known = way == BoundSearch::Way::kKnown;
    scratch.passed_over.clear();
    scratch.found_of.clear();
    std::vector<Candidate> found;
    prefilter->opening_ends(ends, scratch.opening_ends);
    add_bound(text, way, scratch, found);
    prefilter->segments(text, ends, scratch.provider_value_ends, *scratch.prefilter,
                        scratch.segments);
    for (const Segment& segment : scratch.segments) {
      if (scratch.deadline.over()) break;
      const size_t before = found.size();
      const auto find = [&](std::vector<Candidate>& out) {
        add_candidates(text, segment, scratch.found_of[segment.rule], scratch, out);
      };
      // What is remembered of a segment is all of it.
      if (known && scratch.found_of[segment.rule] < kMostOfRule / 2) {
        scratch.memo.candidates(rules->rules()[segment.rule], text, segment, find, found);
      } else {
        find(found);
      }
      for (size_t i = before; i < found.size(); ++i) {
        scratch.found_of[segment.rule] += found[i].dropped == Dropped::kNot ? 1 : 0;
      }
    }
    if (found.empty()) return {};
    return judge->judge_together(text, std::move(found));
  }
};

Matcher::Matcher(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Matcher::~Matcher() = default;

Result<std::shared_ptr<const Matcher>> Matcher::create(std::shared_ptr<const RuleSet> rules,
                                                       std::string_view database) {
  auto impl = std::make_unique<Impl>();
  Result<std::unique_ptr<Prefilter>> prefilter = Prefilter::create(database, rules->rules());
  if (!prefilter) return prefilter.error();
  Result<std::unique_ptr<Judge>> judge = Judge::create(*rules);
  if (!judge) return judge.error();
  impl->prefilter = *std::move(prefilter);
  impl->judge = *std::move(judge);
  impl->confirm = std::make_unique<Confirm>(rules->rules());
  impl->bound_search = std::make_unique<BoundSearch>(rules->rules(), *impl->confirm, *impl->judge);
  impl->rules = std::move(rules);
  return std::shared_ptr<const Matcher>(new Matcher(std::move(impl)));
}

std::shared_ptr<MatchScratch> Matcher::make_scratch(Deadline deadline) const {
  auto scratch = std::make_shared<MatchScratch>();
  scratch->prefilter = impl_->prefilter->make_scratch(deadline);
  scratch->deadline = deadline;
  return scratch;
}

std::vector<Candidate> Matcher::explain(std::string_view text, MatchScratch& scratch) const {
  return impl_->search(text, BoundSearch::Way::kAll, scratch);
}

std::vector<Candidate> Matcher::explain_changed(std::string_view text, const CarriedEnds* base,
                                                std::span<const CopiedBytes> copies,
                                                CarriedEnds* memory, MatchScratch& scratch) const {
  if (base == nullptr && memory == nullptr) {
    scratch.may_have_nul = has_nul_byte(text);
    return impl_->search(text, BoundSearch::Way::kOnce, scratch);
  }
  std::call_once(impl_->delta_search_made, [this] {
    impl_->delta_search = std::make_unique<DeltaSearch>(*impl_->prefilter, impl_->rules->rules());
  });
  CarriedEnds& found = memory != nullptr ? *memory : scratch.ends;
  const auto keeps = [&](const Span& ends) {
    return impl_->bound_search->keeps(text, ends, scratch.bound);
  };
  impl_->delta_search->find(text, base, copies, memory != nullptr, keeps, *scratch.prefilter,
                            scratch.delta_search, found);
  scratch.may_have_nul = found.has_nul;
  return impl_->candidates(text, found.ends, BoundSearch::Way::kKnown, scratch);
}

bool Matcher::may_have_nul(const MatchScratch& scratch) {
  return scratch.may_have_nul;
}

const std::vector<Segment>& Matcher::passed_over(const MatchScratch& scratch) {
  return scratch.passed_over;
}

std::vector<Match> Matcher::scan(std::string_view text, MatchScratch& scratch) const {
  std::vector<Match> out;
  for (const Candidate& candidate : explain(text, scratch)) {
    if (candidate.dropped == Dropped::kNot) out.push_back(candidate.match);
  }
  return out;
}

const RuleSet& Matcher::rules() const {
  return *impl_->rules;
}

}  // namespace rekey
