#include "scanner/findings/store.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "scanner/findings/fingerprint.h"

namespace rekey::test {
namespace {

std::vector<Rule> two_rules() {
  std::vector<Rule> rules(2);
  rules[0].id = "narrow";
  rules[0].family = "narrow";
  rules[0].rank = 60;
  rules[0].severity = Severity::kCritical;
  rules[1].id = "wide";
  rules[1].family = "narrow";
  rules[1].rank = 10;
  rules[1].severity = Severity::kLow;
  return rules;
}

Hit hit(uint32_t rule, const std::string& secret, const std::string& path, uint32_t line) {
  Hit out;
  out.rule = rule;
  out.secret = Secret(secret);
  out.occurrence.path = path;
  out.occurrence.line = line;
  out.occurrence.start_byte = line;
  return out;
}

TEST_CASE("One secret of one family is one finding, named by the rule of highest rank") {
  const std::vector<Rule> rules = two_rules();
  FindingStore store(rules);
  store.add(hit(1, "value one", "b", 3));
  store.add(hit(0, "value one", "a", 9));
  store.add(hit(1, "value one", "b", 3));
  store.add(hit(1, "value two", "a", 1));
  const auto findings = store.take();
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].rule == 0);
  CHECK(findings[0].severity == Severity::kCritical);
  REQUIRE(findings[0].occurrences.size() == 2);
  CHECK(findings[0].occurrences[0].path == "a");
  CHECK(findings[1].severity == Severity::kLow);
  CHECK(findings[0].key == leak_key("narrow", Secret("value one")));
}

TEST_CASE("What a store gives does not depend on order or on how hits were spread over stores") {
  const std::vector<Rule> rules = two_rules();
  std::vector<Hit> hits;
  for (uint32_t i = 0; i < 60; ++i) {
    hits.push_back(
        hit(i % 2, "value " + std::to_string(i % 7), "p" + std::to_string(i % 5), i % 11));
  }
  FindingStore whole(rules);
  for (const Hit& one : hits) whole.add(one);
  const auto expected = whole.take();
  std::mt19937_64 random(1);
  for (int round = 0; round < 5; ++round) {
    std::shuffle(hits.begin(), hits.end(), random);
    FindingStore left(rules), right(rules);
    for (size_t i = 0; i < hits.size(); ++i) (i % 3 == 0 ? left : right).add(hits[i]);
    left.merge(std::move(right));
    const auto found = left.take();
    REQUIRE(found.size() == expected.size());
    for (size_t i = 0; i < found.size(); ++i) {
      CHECK(found[i].key == expected[i].key);
      CHECK(found[i].rule == expected[i].rule);
      CHECK(found[i].occurrences.size() == expected[i].occurrences.size());
    }
  }
}

TEST_CASE("A mask keeps the public prefix and the length, nothing else") {
  const Secret secret(std::string("ab_") + std::string(20, 'q'));
  CHECK(secret.masked("ab_") == "ab_\xE2\x80\xA6(23)");
  CHECK(secret.masked("zz") == "\xE2\x80\xA6(23)");
  CHECK(Secret("ab_short").masked("ab_") == "\xE2\x80\xA6(8)");  // too little would stay hidden
}

}  // namespace
}  // namespace rekey::test
