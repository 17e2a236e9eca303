// Whole configurations as other scanners' users have them, made up from a seed: they load, and find
// what the slow reference finds, on texts made of their own words.
#include <doctest/doctest.h>

#include <random>

#include "scanner/match/matcher.h"
#include "scanner/match/prefilter/compiled_rules.h"
#include "scanner/match/proof/check.h"
#include "scanner/match/reference.h"
#include "scanner/rules/load/load_path.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

RuleFile made_up(int seed) {
  const std::string script =
      shell_word(std::string(REKEY_SOURCE_DIR) + "/benchmarks/foreign_config.py");
  const std::string toml = shell("python3 " + script + " 48 " + std::to_string(seed));
  Result<RuleFile> file = load_rules(toml, "made-up.toml", Dialect::kConfig);
  CAPTURE(file ? std::string() : file.error().message);
  REQUIRE(file.ok());
  REQUIRE(check_rules(file->rules).ok());
  REQUIRE(check_allowlists(file->allowlists).ok());
  return *std::move(file);
}

// Keywords of the rules in assignments, alone and joined, with values of every shape.
std::string text_of(const RuleFile& file, uint64_t seed) {
  constexpr std::string_view kDigits =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+/-_";
  const std::vector<std::string> joints = {" = \"", ": ", "=", "=>'", "_token = ", "-key: \"", ""};
  const std::vector<std::string> ends = {"\"\n", "\n", "'; ", " example\n", "=\n", " "};
  const size_t alphabets[] = {10, 16, 36, 62, 64};
  const size_t sizes[] = {16, 20, 24, 32, 36, 40, 43};
  std::mt19937_64 random(seed);
  std::string out;
  for (int i = 0; i < 60; ++i) {
    const auto& keywords = file.rules[random() % file.rules.size()].rule.keywords;
    if (!keywords.empty()) out += keywords[random() % keywords.size()];
    out += joints[random() % joints.size()];
    const size_t alphabet = alphabets[random() % std::size(alphabets)];
    const size_t size = sizes[random() % std::size(sizes)];
    for (size_t k = 0; k < size; ++k) out += kDigits[random() % alphabet];
    out += ends[random() % ends.size()];
  }
  return out;
}

TEST_CASE("made-up configurations find what the reference finds") {
  size_t kept = 0, dropped = 0;
  for (int seed = 1; seed <= 3; ++seed) {
    const RuleFile file = made_up(seed);
    const auto set = std::make_shared<const RuleSet>(rule_set(file));
    const Result<CompiledRules> compiled = compile_database(set->rules());
    REQUIRE(compiled.ok());
    const auto matcher = Matcher::create(set, compiled->bytes);
    const auto reference = Reference::create(*set);
    REQUIRE(matcher.ok());
    REQUIRE(reference.ok());
    const auto scratch = (*matcher)->make_scratch();
    const auto judged = [](std::vector<Candidate> all) {
      std::erase_if(all, [](const Candidate& one) { return one.dropped == Dropped::kKeyword; });
      return all;
    };
    for (uint64_t number = 0; number < 150; ++number) {
      const std::string text = text_of(file, number * 7 + static_cast<uint64_t>(seed));
      const std::vector<Candidate> fast = judged((*matcher)->explain(text, *scratch));
      for (const Candidate& one : fast) ++(one.dropped == Dropped::kNot ? kept : dropped);
      REQUIRE(fast == judged((*reference)->explain(text)));
    }
  }
  CHECK(kept > 500);
  CHECK(dropped > 500);
}

}  // namespace
}  // namespace rekey::test
