#include "scanner/match/proof/bench.h"

#include "scanner/match/matcher.h"
#include "scanner/match/prefilter/compiled_rules.h"
#include "scanner/match/prefilter/prefilter.h"
#include "scanner/match/proof/bench_clock.h"

namespace rekey {
namespace {

constexpr double kMilli = 1000;

// A prefilter of its own with all that a search needs.
class Search {
 public:
  static Result<Search> create(std::string_view database, const std::vector<Rule>& rules) {
    Result<std::unique_ptr<Prefilter>> made = Prefilter::create(database, rules);
    if (!made) return made.error();
    Search out;
    out.prefilter_ = *std::move(made);
    out.scratch_ = out.prefilter_->make_scratch();
    return out;
  }

  double pass(const BenchTexts& texts) {
    return seconds_of([&] {
      for (const std::string& piece : texts.pieces) prefilter_->scan(piece, *scratch_, segments_);
    });
  }

 private:
  std::unique_ptr<Prefilter> prefilter_;
  std::unique_ptr<PrefilterScratch> scratch_;
  std::vector<Segment> segments_;
};

// How long it takes until the set can search, from its bytes.
Result<double> load_seconds(std::string_view database, const std::vector<Rule>& rules) {
  Status status;
  const double seconds = seconds_of([&] {
    Result<std::unique_ptr<Prefilter>> made = Prefilter::create(database, rules);
    if (!made) status = made.error();
  });
  if (!status) return status.error();
  return seconds;
}

Result<double> setup_seconds(std::string_view encoded, std::string_view database) {
  Status status;
  const double seconds = seconds_of([&] {
    Result<RuleSet> rules = RuleSet::decode(encoded);
    if (!rules) {
      status = rules.error();
      return;
    }
    auto made = Matcher::create(std::make_shared<const RuleSet>(*std::move(rules)), database);
    if (made) {
      const auto scratch = (*made)->make_scratch();
    } else {
      status = made.error();
    }
  });
  if (!status) return status.error();
  return seconds;
}

Status measure_setup(const RuleSet& rules, std::string_view database, unsigned passes,
                     SetCost& cost) {
  const std::string encoded = rules.encode();
  std::vector<double> load, setup;
  for (unsigned i = 0; i < passes; ++i) {
    const Result<double> one = load_seconds(database, rules.rules());
    if (!one) return one.error();
    const Result<double> whole = setup_seconds(encoded, database);
    if (!whole) return whole.error();
    load.push_back(*one);
    setup.push_back(*whole);
  }
  cost.load_ms = median(load) * kMilli;
  cost.setup_ms = median(setup) * kMilli;
  return {};
}

}  // namespace

void BenchTexts::add(std::string piece) {
  bytes += piece.size();
  pieces.push_back(std::move(piece));
}

void BenchTexts::add_cut(std::string_view text) {
  while (!text.empty()) {
    const size_t newline = text.find('\n', std::min(kPiece, text.size()) - 1);
    const size_t end = newline == std::string_view::npos ? text.size() : newline + 1;
    add(std::string(text.substr(0, end)));
    text.remove_prefix(end);
  }
}

std::vector<Rule> yardstick_rules(const RuleSet& rules, size_t count) {
  constexpr std::string_view kValues[] = {"[0-9a-f]{32}", "[0-9A-Za-z]{40}",
                                          "[0-9a-z]{8}-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{12}"};
  std::vector<std::string> words;
  for (const Rule& rule : rules.rules()) {
    const std::string word = rule.id.substr(0, rule.id.find('-'));
    if (word.size() >= 5 && (words.empty() || words.back() != word)) words.push_back(word);
  }
  std::vector<Rule> out(std::min(count, words.size()));
  for (size_t i = 0; i < out.size(); ++i) {
    const std::string& word = words[i * words.size() / out.size()];
    out[i].id = "yardstick-" + std::to_string(i);
    out[i].regex = "(?i:" + word + R"()[\w.\-]{0,30}(?i:key|token|secret|password)["'\]]{0,3})" +
                   R"([\t ]{0,5}(?:=>|:=|=|:)[\t ]{0,5}["'`]?()" +
                   std::string(kValues[i % std::size(kValues)]) + ")";
  }
  return out;
}

Result<SetCost> set_cost(const std::shared_ptr<const RuleSet>& rules, std::string_view database,
                         const std::vector<Rule>& yardstick, const BenchTexts& texts,
                         unsigned passes) {
  SetCost cost;
  cost.database_bytes = database.size();
  Status status = measure_setup(*rules, database, passes, cost);
  if (!status) return status.error();
  Result<CompiledRules> compiled = compile_database(yardstick);
  if (!compiled) return compiled.error();
  Result<Search> compared = Search::create(compiled->bytes, yardstick);
  if (!compared) return compared.error();
  Result<Search> search = Search::create(database, rules->rules());
  if (!search) return search.error();
  Result<std::shared_ptr<const Matcher>> matcher = Matcher::create(rules, database);
  if (!matcher) return matcher.error();
  const std::shared_ptr<MatchScratch> scratch = (*matcher)->make_scratch();
  std::vector<double> prefilter, whole, other;
  for (unsigned i = 0; i < passes; ++i) {  // side by side, so that all see the same weather
    cost.candidates = 0;
    whole.push_back(seconds_of([&] {
      for (const std::string& piece : texts.pieces) {
        cost.candidates += (*matcher)->explain(piece, *scratch).size();
      }
    }));
    prefilter.push_back(search->pass(texts));
    other.push_back(compared->pass(texts));
  }
  const auto bytes = static_cast<double>(texts.bytes);
  cost.prefilter = bytes / median(prefilter);
  cost.whole = bytes / median(whole);
  cost.yardstick = bytes / median(other);
  return cost;
}

}  // namespace rekey
