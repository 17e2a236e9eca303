// Imported rules, in front of the gate and behind it, find what the slow reference finds.
#include <doctest/doctest.h>

#include "scanner/match/matcher.h"
#include "scanner/match/prefilter/compiled_rules.h"
#include "scanner/match/prefilter/keyword_gate.h"
#include "scanner/match/reference.h"

namespace rekey::test {
namespace {

Rule imported(const std::string& id, const std::string& regex, std::vector<std::string> keywords) {
  Rule rule;
  rule.id = rule.family = id;
  rule.regex = regex;
  rule.keywords = std::move(keywords);
  rule.imported = true;
  rule.extent = kUnboundedExtent;
  return rule;
}

TEST_CASE("Imported rules agree with the reference, whichever keywords a text has") {
  std::vector<Rule> rules = {
      imported("hex", R"(\b([0-9a-f]{40})\b)", {"Token", "s."}),
      imported("generic-value", R"((?i)[\w.-]{0,50}?(?:key)[ \t]{0,3}=[ \t]{0,3}([a-z0-9]{8,40}))",
               {"key"}),
      imported("lines", R"((?s)\d{4}.[a-z]{2}(\s+\d{2}))", {"zz"}),
      imported("always", R"(\b[A-Z]{2}\d{6}\b)", {}),
      imported("literal", "acme_([a-z]{6})", {"acme_"}),
  };
  rules[0].required.push_back({"literal", 1, kAnywhere});
  CHECK(is_gated(rules[0]));
  CHECK(!is_gated(rules[3]));
  CHECK(!is_gated(rules[4]));
  const Result<CompiledRules> compiled = compile_database(rules);
  REQUIRE(compiled.ok());
  const auto set =
      std::make_shared<const RuleSet>(RuleSet(rules, std::vector<Reset>(rules.size()), {}));
  const auto matcher = Matcher::create(set, compiled->bytes);
  const auto reference = Reference::create(*set);
  REQUIRE(matcher.ok());
  REQUIRE(reference.ok());
  const auto scratch = (*matcher)->make_scratch();
  const std::vector<std::string> parts = {"TOKEN ",
                                          "a.s.b ",
                                          "key = abcdef0123456789abcdef0123456789abcdef01\n",
                                          "0123456789abcdef0123456789abcdef01234567",
                                          "\n",
                                          "zz 1234 ab\n\n12 ",
                                          "AB123456 ",
                                          "acme_abcdef ",
                                          "KEY=acme_abcdef",
                                          std::string(1, '\0')};
  size_t candidates = 0;
  for (size_t number = 0; number < 3000; ++number) {
    std::string text;
    for (size_t rest = number * 2654435761U % 99991; rest > 0; rest /= parts.size()) {
      text += parts[rest % parts.size()];
    }
    const auto kept = [](std::vector<Candidate> all) {
      std::erase_if(all, [](const Candidate& one) { return one.dropped == Dropped::kKeyword; });
      return all;
    };
    const std::vector<Candidate> fast = kept((*matcher)->explain(text, *scratch));
    candidates += fast.size();
    REQUIRE(fast == kept((*reference)->explain(text)));
  }
  CHECK(candidates > 3000);
}

}  // namespace
}  // namespace rekey::test
