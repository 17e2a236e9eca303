#include "scanner/match/matcher.h"

#include <mutex>
#include <unordered_map>

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
  std::vector<Segment> segments;
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

  // `known`: the text's lines may have been seen before.
  std::vector<Candidate> candidates(std::string_view text, bool known,
                                    MatchScratch& scratch) const {
    scratch.passed_over.clear();
    if (scratch.segments.empty()) return {};
    std::vector<Candidate> found;
    scratch.found_of.clear();
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
  impl_->prefilter->scan(text, *scratch.prefilter, scratch.segments);
  return impl_->candidates(text, false, scratch);
}

std::vector<Candidate> Matcher::explain_changed(std::string_view text, const CarriedEnds* base,
                                                std::span<const CopiedBytes> copies,
                                                CarriedEnds* memory, MatchScratch& scratch) const {
  if (base == nullptr && memory == nullptr) {
    scratch.may_have_nul = has_nul_byte(text);
    return explain(text, scratch);
  }
  std::call_once(impl_->delta_search_made, [this] {
    impl_->delta_search = std::make_unique<DeltaSearch>(*impl_->prefilter, impl_->rules->rules());
  });
  CarriedEnds& found = memory != nullptr ? *memory : scratch.ends;
  impl_->delta_search->find(text, base, copies, memory != nullptr, *scratch.prefilter,
                            scratch.delta_search, found);
  scratch.may_have_nul = found.has_nul;
  impl_->prefilter->segments(text, found.ends, *scratch.prefilter, scratch.segments);
  return impl_->candidates(text, true, scratch);
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
