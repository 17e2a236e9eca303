#include "scanner/match/matcher.h"

#include "scanner/match/confirm.h"
#include "scanner/match/judge.h"
#include "scanner/match/prefilter.h"

namespace rekey {

class MatchScratch {
 public:
  std::unique_ptr<PrefilterScratch> prefilter;
  std::vector<Segment> segments;
  std::vector<Match> matches;
};

struct Matcher::Impl {
  std::shared_ptr<const RuleSet> rules;
  std::unique_ptr<Prefilter> prefilter;
  std::unique_ptr<Confirm> confirm;
  std::unique_ptr<Judge> judge;
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

std::shared_ptr<MatchScratch> Matcher::make_scratch() const {
  auto scratch = std::make_shared<MatchScratch>();
  scratch->prefilter = impl_->prefilter->make_scratch();
  return scratch;
}

std::vector<Candidate> Matcher::explain(std::string_view text, MatchScratch& scratch) const {
  impl_->prefilter->scan(text, *scratch.prefilter, scratch.segments);
  scratch.matches.clear();
  for (const Segment& segment : scratch.segments) {
    impl_->confirm->find(segment.rule, text, segment.span, scratch.matches);
  }
  if (scratch.matches.empty()) return {};
  return impl_->judge->judge(text, scratch.matches);
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
