// Every rule's share. Times of sets do not add up: literals share one search, engines one queue. So
// each rule is searched alone, and what it takes longer than a literal that never occurs is its
// own.
#include <algorithm>

#include "scanner/match/bench.h"
#include "scanner/match/bench_clock.h"
#include "scanner/match/confirm.h"
#include "scanner/match/prefilter.h"

namespace rekey {
namespace {

constexpr std::string_view kNamed = "(all named rules)";
constexpr std::string_view kAssigned = "(all assigned rules)";

// The fastest of the passes: the figure is small, and what disturbs only adds.
Result<double> search_seconds(const std::vector<Rule>& rules, const BenchTexts& texts,
                              unsigned passes) {
  Result<CompiledRules> compiled = compile_database(rules);
  if (!compiled) return compiled.error();
  Result<std::unique_ptr<Prefilter>> made = Prefilter::create(compiled->bytes, rules);
  if (!made) return made.error();
  const std::unique_ptr<PrefilterScratch> scratch = (*made)->make_scratch();
  std::vector<Segment> segments;
  double best = 0;
  for (unsigned i = 0; i < passes; ++i) {
    const double seconds = seconds_of([&] {
      for (const std::string& piece : texts.pieces) (*made)->scan(piece, *scratch, segments);
    });
    best = i == 0 ? seconds : std::min(best, seconds);
  }
  return best;
}

struct Confirming {
  std::vector<double> seconds;  // by rule
  std::vector<size_t> segments;
};

Result<Confirming> confirming(const std::vector<Rule>& rules, const BenchTexts& texts) {
  Result<CompiledRules> compiled = compile_database(rules);
  if (!compiled) return compiled.error();
  Result<std::unique_ptr<Prefilter>> made = Prefilter::create(compiled->bytes, rules);
  if (!made) return made.error();
  const std::unique_ptr<PrefilterScratch> scratch = (*made)->make_scratch();
  const Confirm confirm(rules);
  Confirming out;
  std::vector<Segment> found;
  std::vector<Match> matches;
  for (int round = 0; round < 2; ++round) {  // the first compiles the expressions
    out.seconds.assign(rules.size(), 0);
    out.segments.assign(rules.size(), 0);
    for (const std::string& piece : texts.pieces) {
      (*made)->scan(piece, *scratch, found);
      for (const Segment& segment : found) {
        matches.clear();
        ++out.segments[segment.rule];
        out.seconds[segment.rule] +=
            seconds_of([&] { confirm.find(segment.rule, piece, segment.span, matches); });
      }
    }
  }
  return out;
}

Rule never_there() {
  Rule rule;
  rule.id = "never-there";
  rule.regex = "qzxv_never_there_[0-9a-f]{32}";
  return rule;
}

// The rules as they are searched: one by one, those behind a shared lead together.
std::vector<std::vector<uint32_t>> searches(const std::vector<Rule>& rules) {
  std::vector<std::vector<uint32_t>> out;
  std::vector<uint32_t> named, assigned;
  for (uint32_t i = 0; i < rules.size(); ++i) {
    if (!rules[i].named.empty()) {
      named.push_back(i);
    } else if (rules[i].assigned) {
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
  if (!first.named.empty()) return std::string(kNamed);
  return first.assigned ? std::string(kAssigned) : first.id;
}

}  // namespace

Result<std::vector<RuleCost>> rule_costs(const RuleSet& set, const BenchTexts& texts,
                                         unsigned passes, double least) {
  const std::vector<Rule>& rules = set.rules();
  const Result<double> all = search_seconds(rules, texts, passes);
  if (!all) return all.error();
  const Result<double> none = search_seconds({never_there()}, texts, passes);
  if (!none) return none.error();
  const Result<Confirming> confirmed = confirming(rules, texts);
  if (!confirmed) return confirmed.error();
  double whole = *all;
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
    cost.search = std::max(0.0, *seconds - *none) / whole;
    if (cost.share() >= least) out.push_back(std::move(cost));
  }
  std::sort(out.begin(), out.end(),
            [](const RuleCost& a, const RuleCost& b) { return a.share() > b.share(); });
  return out;
}

}  // namespace rekey
