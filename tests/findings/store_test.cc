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

// Of `leaks` leaks with `places` places each; the first half are of the milder rule.
std::vector<Hit> many(uint32_t leaks, uint32_t places) {
  std::vector<Hit> out;
  for (uint32_t i = 0; i < leaks * places; ++i) {
    const uint32_t leak = i % leaks;
    out.push_back(hit(leak < leaks / 2 ? 1 : 0, "value " + std::to_string(leak),
                      "p" + std::to_string(i / leaks), leak));
  }
  return out;
}

TEST_CASE("Of too many places a store keeps one of each leak, then the worst, in any order") {
  const std::vector<Rule> rules = two_rules();
  const std::vector<Hit> hits = many(1000, 150);
  FindingStore forward(rules), backward(rules), half(rules);
  for (const Hit& one : hits) forward.add(one);
  for (auto at = hits.rbegin(); at != hits.rend(); ++at) {
    (at - hits.rbegin() < 70'000 ? half : backward).add(*at);
  }
  backward.merge(std::move(half));
  const auto one = forward.take(), other = backward.take();
  CHECK(forward.left_out() == hits.size() - FindingStore::kMostPlaces);
  CHECK(backward.left_out() == forward.left_out());
  REQUIRE(one.size() == 1000);
  REQUIRE(other.size() == 1000);
  for (size_t i = 0; i < one.size(); ++i) {
    REQUIRE(one[i].key == other[i].key);
    REQUIRE(one[i].occurrences.size() == other[i].occurrences.size());
    CHECK(one[i].occurrences.back().path == other[i].occurrences.back().path);
    const bool severe = one[i].severity == Severity::kCritical;
    CHECK((severe ? one[i].occurrences.size() == 150 : one[i].occurrences.size() < 150));
  }
}

TEST_CASE("A leak of very many places pushes no other leak out") {
  const std::vector<Rule> rules = two_rules();
  FindingStore store(rules);
  for (const Hit& one : many(1, 130'000)) store.add(one);
  store.add(hit(1, "another", "z", 1));
  const auto findings = store.take();
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].occurrences.size() == FindingStore::kMostOfOne);
  CHECK(findings[1].occurrences.size() == 1);
  CHECK(store.left_out() == 130'000 - FindingStore::kMostOfOne);
}

}  // namespace
}  // namespace rekey::test
