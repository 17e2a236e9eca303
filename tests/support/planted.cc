#include "tests/support/planted.h"

#include <doctest/doctest.h>

#include "scanner/builtin/builtin.h"
#include "scanner/rules/load_path.h"

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

std::vector<Planted> planted(uint64_t seed) {
  std::vector<Planted> out;
  for (const LoadedRule& rule : pattern_rules()) {
    const Example& example = rule.examples[seed % rule.examples.size()];
    const Template* token = rule.tokens.empty() ? nullptr : rule.tokens.data();
    Result<Drawn> drawn = draw(example.text, token, seed * 1000003 + out.size());
    REQUIRE(drawn.ok());
    out.push_back(
        {rule.rule.id, drawn->text + "\n", std::string(drawn->secrets.front().of(drawn->text))});
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
