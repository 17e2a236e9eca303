#include "tests/support/planted.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "scanner/builtin/builtin.h"
#include "scanner/rules/load/load_path.h"

namespace rekey::test {
namespace {

std::vector<LoadedRule> load_patterns() {
  Result<RuleFile> file = load_rule_path(REKEY_PATTERNS_DIR, Dialect::kPatterns);
  REQUIRE(file.ok());
  return std::move(file->rules);
}

}  // namespace

const std::vector<LoadedRule>& pattern_rules() {
  static const std::vector<LoadedRule> rules = load_patterns();
  return rules;
}

namespace {

constexpr uint64_t kTries = 8;

Planted drawn_from(const LoadedRule& rule, uint64_t seed, uint64_t salt) {
  const Example& example = rule.examples[seed % rule.examples.size()];
  const Template* token = rule.tokens.empty() ? nullptr : rule.tokens.data();
  Result<Drawn> drawn = draw(example.text, token, seed * 1000003 + salt);
  REQUIRE(drawn.ok());
  return {rule.rule.id, drawn->text + "\n", std::string(drawn->secrets.front().of(drawn->text))};
}

bool is_found(const Planted& plant, MatchScratch& scratch) {
  const auto matches = builtin_matcher()->scan(plant.text, scratch);
  return std::any_of(matches.begin(), matches.end(), [&](const Match& match) {
    return match.secret.of(plant.text) == plant.secret;
  });
}

}  // namespace

std::vector<Planted> planted(uint64_t seed) {
  std::vector<Planted> out;
  const auto scratch = builtin_matcher()->make_scratch();
  for (const LoadedRule& rule : pattern_rules()) {
    Planted plant;
    for (uint64_t turn = 0; turn < kTries; ++turn) {
      plant = drawn_from(rule, seed, out.size() + turn * 7919);
      if (is_found(plant, *scratch)) break;
    }
    out.push_back(std::move(plant));
  }
  return out;
}

std::shared_ptr<const Matcher> builtin_matcher() {
  static const std::shared_ptr<const Matcher> matcher = [] {
    Result<RuleSet> rules = builtin_rules();
    REQUIRE(rules.ok());
    Result<std::shared_ptr<const Matcher>> made =
        Matcher::create(std::make_shared<const RuleSet>(*std::move(rules)), builtin_database());
    REQUIRE(made.ok());
    return *made;
  }();
  return matcher;
}

}  // namespace rekey::test
