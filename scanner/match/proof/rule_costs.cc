// Every rule's share. Times of sets do not add up: literals share one search, engines one queue. So
// a rule costs what the set takes longer with it than without it, measured pass by pass in turn.
// Only rules that are not cheap alone are asked so: a set is compiled for each.
#include <algorithm>

#include "scanner/match/confirm/confirm.h"
#include "scanner/match/prefilter/compiled_rules.h"
#include "scanner/match/prefilter/prefilter.h"
#include "scanner/match/proof/bench.h"
#include "scanner/match/proof/bench_clock.h"

namespace rekey {
namespace {

constexpr std::string_view kNamed = "(all named rules)";
constexpr std::string_view kAssigned = "(all assigned rules)";

Rule never_there() {
  Rule rule;
  rule.id = "never-there";
  rule.regex = "qzxv_never_there_[0-9a-f]{32}";
  return rule;
}

// From this part of the least share on that is listed, by the rule alone, the set is asked.
constexpr double kAskFrom = 0.25;

// One set's search of the texts, and the fastest of its passes: what disturbs only adds.
class SetSearch {
 public:
  static Result<SetSearch> create(const std::vector<Rule>& rules) {
    Result<CompiledRules> compiled = compile_database(rules);
    if (!compiled) return compiled.error();
    Result<std::unique_ptr<Prefilter>> made = Prefilter::create(compiled->bytes, rules);
    if (!made) return made.error();
    return SetSearch(*std::move(made));
  }

  void pass(const BenchTexts& texts) {
    const double seconds = seconds_of([&] {
      for (const std::string& piece : texts.pieces) prefilter_->scan(piece, *scratch_, segments_);
    });
    best_ = best_ == 0 ? seconds : std::min(best_, seconds);
  }
  [[nodiscard]] double best() const { return best_; }

 private:
  explicit SetSearch(std::unique_ptr<Prefilter> prefilter)
      : prefilter_(std::move(prefilter)), scratch_(prefilter_->make_scratch()) {}

  std::unique_ptr<Prefilter> prefilter_;
  std::unique_ptr<PrefilterScratch> scratch_;
  std::vector<Segment> segments_;
  double best_ = 0;
};

Result<double> search_seconds(const std::vector<Rule>& rules, const BenchTexts& texts,
                              unsigned passes) {
  Result<SetSearch> search = SetSearch::create(rules);
  if (!search) return search.error();
  for (unsigned i = 0; i < passes; ++i) search->pass(texts);
  return search->best();
}

// What the set takes longer with `left_out`, numbers that ascend, than without.
Result<double> added_seconds(const std::vector<Rule>& rules, const std::vector<uint32_t>& left_out,
                             const BenchTexts& texts, unsigned passes, SetSearch& whole) {
  std::vector<Rule> rest;
  for (uint32_t i = 0; i < rules.size(); ++i) {
    if (!std::binary_search(left_out.begin(), left_out.end(), i)) rest.push_back(rules[i]);
  }
  if (rest.empty()) rest.push_back(never_there());
  Result<SetSearch> without = SetSearch::create(rest);
  if (!without) return without.error();
  for (unsigned i = 0; i < passes; ++i) {
    whole.pass(texts);
    without->pass(texts);
  }
  return std::max(0.0, whole.best() - without->best());
}

struct Confirming {
  std::vector<double> seconds;  // by rule
  std::vector<size_t> segments;
};

struct PlacedSegment {
  size_t piece = 0;
  Span span;
};

// By rule.
Result<std::vector<std::vector<PlacedSegment>>> segments_of(const std::vector<Rule>& rules,
                                                            const BenchTexts& texts) {
  Result<CompiledRules> compiled = compile_database(rules);
  if (!compiled) return compiled.error();
  Result<std::unique_ptr<Prefilter>> made = Prefilter::create(compiled->bytes, rules);
  if (!made) return made.error();
  const std::unique_ptr<PrefilterScratch> scratch = (*made)->make_scratch();
  std::vector<std::vector<PlacedSegment>> out(rules.size());
  std::vector<Segment> found;
  for (size_t piece = 0; piece < texts.pieces.size(); ++piece) {
    (*made)->scan(texts.pieces[piece], *scratch, found);
    for (const Segment& segment : found) out[segment.rule].push_back({piece, segment.span});
  }
  return out;
}

// A rule's segments are timed together: the clock takes longer than most of them.
Result<Confirming> confirming(const std::vector<Rule>& rules, const BenchTexts& texts) {
  const Result<std::vector<std::vector<PlacedSegment>>> segments = segments_of(rules, texts);
  if (!segments) return segments.error();
  const Confirm confirm(rules);
  Confirming out;
  std::vector<Match> matches;
  for (uint32_t rule = 0; rule < rules.size(); ++rule) {
    const auto pass = [&] {
      for (const PlacedSegment& one : (*segments)[rule]) {
        matches.clear();
        confirm.find(rule, texts.pieces[one.piece], one.span, matches);
      }
    };
    out.segments.push_back((*segments)[rule].size());
    pass();  // compiles the expression
    out.seconds.push_back(seconds_of(pass));
  }
  return out;
}

// The rules as they are searched: one by one, those behind a shared lead together.
std::vector<std::vector<uint32_t>> searches(const std::vector<Rule>& rules) {
  std::vector<std::vector<uint32_t>> out;
  std::vector<uint32_t> named, assigned;
  for (uint32_t i = 0; i < rules.size(); ++i) {
    if (!rules[i].provider_words.empty()) {
      named.push_back(i);
    } else if (rules[i].assignment) {
      assigned.push_back(i);
    } else {
      out.push_back({i});
    }
  }
  for (std::vector<uint32_t>* shared : {&named, &assigned}) {
    if (!shared->empty()) out.push_back(std::move(*shared));
  }
  return out;
}

std::string name_of(const Rule& first) {
  if (!first.provider_words.empty()) return std::string(kNamed);
  return first.assignment ? std::string(kAssigned) : first.id;
}

}  // namespace

Result<std::vector<RuleCost>> rule_costs(const RuleSet& set, const BenchTexts& texts,
                                         unsigned passes, double least) {
  const std::vector<Rule>& rules = set.rules();
  Result<SetSearch> set_search = SetSearch::create(rules);
  if (!set_search) return set_search.error();
  for (unsigned i = 0; i < passes; ++i) set_search->pass(texts);
  const Result<double> none = search_seconds({never_there()}, texts, passes);
  if (!none) return none.error();
  const Result<Confirming> confirmed = confirming(rules, texts);
  if (!confirmed) return confirmed.error();
  double whole = set_search->best();
  for (const double seconds : confirmed->seconds) whole += seconds;
  std::vector<RuleCost> out;
  for (const std::vector<uint32_t>& search : searches(rules)) {
    std::vector<Rule> alone;
    RuleCost cost;
    for (const uint32_t rule : search) {
      alone.push_back(rules[rule]);
      cost.segments += confirmed->segments[rule];
      cost.confirm += confirmed->seconds[rule] / whole;
    }
    const Result<double> seconds = search_seconds(alone, texts, passes);
    if (!seconds) return seconds.error();
    cost.id = name_of(alone.front());
    cost.alone = std::max(0.0, *seconds - *none) / whole;
    if (cost.alone + cost.confirm < least * kAskFrom) continue;
    const Result<double> added = added_seconds(rules, search, texts, passes, *set_search);
    if (!added) return added.error();
    cost.search = *added / whole;
    if (cost.share() >= least) out.push_back(std::move(cost));
  }
  std::sort(out.begin(), out.end(),
            [](const RuleCost& a, const RuleCost& b) { return a.share() > b.share(); });
  return out;
}

}  // namespace rekey
