#include "scanner/match/proof/bench.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "scanner/match/prefilter/compiled_rules.h"
#include "scanner/match/proof/check.h"
#include "tests/support/planted.h"

namespace rekey::test {
namespace {

LoadedRule rule_of(const std::string& id, const std::string& regex) {
  LoadedRule loaded;
  loaded.rule.id = id;
  loaded.rule.regex = regex;
  loaded.place = "rules.toml:7";
  return loaded;
}

TEST_CASE(
    "A rule without a literal of three bytes that every match has is refused with its place") {
  CHECK(check_cost({rule_of("good", "abc-[0-9a-f]{32}")}).ok());
  CHECK(check_cost({rule_of("good", "(?i:acme)[ =]{1,3}([0-9a-f]{32})")}).ok());
  for (const char* regex : {"[0-9a-f]{40}", R"(\b[A-Za-z0-9]{6}_[0-9]{20})", "ab[0-9]{30}",
                            "abc[0-9]{30}|[0-9a-f]{32}", "(?:secret)?[0-9a-f]{32}"}) {
    const Status status = check_cost({rule_of("dear", regex)});
    REQUIRE(!status.ok());
    CHECK(status.error().message.starts_with("rules.toml:7: rule dear: no literal"));
  }
}

TEST_CASE("No built-in rule lacks a required literal") {
  CHECK(check_cost(pattern_rules()).ok());
}

TEST_CASE("Text is cut into pieces at line ends, and nothing is lost") {
  std::string text;
  for (int i = 0; text.size() < 5 * BenchTexts::kPiece; ++i) {
    text += "line " + std::to_string(i) + "\n";
  }
  text += std::string(2 * BenchTexts::kPiece, 'x');  // a line longer than a piece
  BenchTexts texts;
  texts.add_cut(text);
  std::string joined;
  for (const std::string& piece : texts.pieces) {
    CHECK((piece.ends_with('\n') || &piece == &texts.pieces.back()));
    joined += piece;
  }
  CHECK(joined == text);
  CHECK(texts.bytes == text.size());
  CHECK(texts.pieces.size() >= 5);
}

TEST_CASE("The set's cost has every figure, and the dear rule is told by name") {
  std::vector<Rule> rules(3);
  rules[0].id = "cheap-one";
  rules[0].regex = "cheap_[0-9a-f]{32}";
  rules[1].id = "cheap-two";
  rules[1].regex = "other_[0-9a-f]{32}";
  rules[2].id = "dearest";
  rules[2].regex = "[a-z]{3}[0-9a-z]{3,20}[=:]";
  const auto set =
      std::make_shared<const RuleSet>(RuleSet(rules, std::vector<Reset>(rules.size()), {}));
  const Result<CompiledRules> compiled = compile_database(rules);
  REQUIRE(compiled.ok());
  BenchTexts texts;
  std::string text;
  for (int i = 1; i <= 20000; ++i) text += "abcd" + std::to_string(i * 7919) + "=some words here\n";
  texts.add_cut(text);
  const Result<SetCost> cost = set_cost(set, compiled->bytes, rules, texts, 1);
  REQUIRE(cost.ok());
  CHECK(cost->prefilter > 0);
  CHECK(cost->whole > 0);
  CHECK(cost->yardstick > 0);
  CHECK(cost->load_ms > 0);
  CHECK(cost->setup_ms > 0);
  CHECK(cost->database_bytes == compiled->bytes.size());
  CHECK(cost->candidates == 20000);
  const Result<std::vector<RuleCost>> shares = rule_costs(*set, texts, 3, 0.5);
  REQUIRE(shares.ok());
  REQUIRE(shares->size() == 1);
  CHECK(shares->front().id == "dearest");
  CHECK(shares->front().segments > 0);
}

TEST_CASE("The yardstick has 96 rules of different providers that Hyperscan takes") {
  const std::vector<Rule> rules = yardstick_rules(builtin_matcher()->rules(), 96);
  CHECK(rules.size() == 96);
  const Result<CompiledRules> compiled = compile_database(rules);
  REQUIRE(compiled.ok());
  CHECK(compiled->unfiltered.empty());
}

}  // namespace
}  // namespace rekey::test
