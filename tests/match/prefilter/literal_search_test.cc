// Where expressions for whole texts are searched: the lines of their literals, and no more.
#include "scanner/match/prefilter/literal_search.h"

#include <doctest/doctest.h>
#include <re2/re2.h>

#include <algorithm>

#include "scanner/base/ascii.h"
#include "scanner/match/regex/required_literal.h"
#include "scanner/rules/assignments.h"
#include "tests/support/planted.h"

namespace rekey::test {
namespace {

struct Found {
  bool whole = false;
  std::vector<std::string> windows;
  std::vector<size_t> word_ends;
  uint64_t wide = 0;
};

Found found_in(const std::string& text, const std::vector<WholeExpression>& expressions) {
  const auto search = LiteralSearch::create(
      compile_literal_search(expressions, {{"key", 0}, {"pass", 0}, {"pw=", 1}}, {"-----begin "}));
  REQUIRE(search.ok());
  LiteralFinds finds;
  search->find("something with a key: a://b", finds);  // of which nothing may stay
  search->find(text, finds);
  Found out{finds.whole, {}, finds.word_ends, finds.wide};
  for (const Span& window : finds.lines.windows) out.windows.emplace_back(window.of(text));
  return out;
}

TEST_CASE("Literals of an expression that RE2 knows, few and long") {
  using Texts = std::vector<std::string>;
  CHECK(required("://[^ ]*:[^ ]*@").literals == Texts{"://"});
  CHECK(required("(?i:Bearer|authorization).{3,}").literals == Texts{"bearer", "authorization"});
  CHECK(required("ab[0-9]+").literals.empty());
  CHECK(required("(?:secret)?[a-z]+").literals.empty());
  CHECK(required("abc|[0-9]+").literals.empty());
  CHECK(required("(").literals.empty());
  CHECK(required("caf\\xe9").literals.empty());
}

TEST_CASE("A byte that every match has") {
  CHECK(required("://[^ ]*:[^ ]*@").byte == '@');
  CHECK(required("secret=[0-9]+").byte == '=');
  CHECK(required("secret[=:][0-9]+").byte == '\0');
  CHECK(required("a@b|c").byte == '\0');
  CHECK(required("token").byte == '\0');
}

TEST_CASE("Every example of a rule has one of its literals") {
  std::vector<std::pair<std::string, std::vector<std::string>>> literals;
  for (const LoadedRule& loaded : pattern_rules()) {
    literals.emplace_back(loaded.rule.id, required(loaded.rule.searched()).literals);
  }
  size_t asked = 0;
  for (const Planted& plant : planted(77)) {
    const auto rule = std::find_if(literals.begin(), literals.end(),
                                   [&](const auto& one) { return one.first == plant.rule; });
    REQUIRE(rule != literals.end());
    if (rule->second.empty()) continue;
    ++asked;
    CHECK_MESSAGE(std::any_of(rule->second.begin(), rule->second.end(),
                              [&](const std::string& literal) {
                                return contains_ignoring_case(plant.text, literal);
                              }),
                  plant.rule);
  }
  CHECK(asked > 500);
}

TEST_CASE("The lines with a literal are searched, once each") {
  const std::vector<WholeExpression> urls = {{"://[^ ]*@", true, SIZE_MAX},
                                             {"(?i)basic [a-z]+", true, 40}};
  const Found found = found_in("one\nA://b@ ://c BASIC \ntwo Basic\n\nx://@\nthree @://", urls);
  CHECK_FALSE(found.whole);
  CHECK(found.windows == std::vector<std::string>{"A://b@ ://c BASIC ", "x://@", "three @://"});
  CHECK(found_in("nothing\nhere:/ /\n", urls).windows.empty());
  CHECK(found_in("", urls).windows.empty());
}

TEST_CASE("A line that lacks what all expressions of a literal have is left out") {
  const std::vector<WholeExpression> two = {{"://[^ ]*@", true, SIZE_MAX},
                                            {"://[^ ]*#[^ ]*@", true, SIZE_MAX},
                                            {"(?i)bearer [a-z]+", true, 40}};
  CHECK(found_in("x://a ://b ://c\ny://a@\n", two).windows == std::vector<std::string>{"y://a@"});
  CHECK(found_in("x://a bearer b ://c\n", two).windows.size() == 1);
  CHECK(found_in("bearer b\nx://\nbearer c ://", two).windows.size() == 2);
  const std::vector<WholeExpression> none_shared = {{"://[^ ]*@", true, 40},
                                                    {"://[^ ]*#", true, 40}};
  CHECK(found_in("x://a\n", none_shared).windows.size() == 1);
}

TEST_CASE("Expressions that go over lines are searched as far as they reach, or in all") {
  const std::string lines = "first\nsecond\nthird literal\nfourth\nfifth";
  CHECK(found_in(lines, {{"literal", false, 1}}).windows ==
        std::vector<std::string>{"third literal\nfourth"});
  CHECK(found_in(lines, {{"literal", false, 8}, {"first", true, 9}}).windows ==
        std::vector<std::string>{"first", "second\nthird literal\nfourth\nfifth"});
  CHECK(found_in("x literal first\n" + lines, {{"literal", false, 16}, {"first", true, 0}})
            .windows.size() == 1);
  CHECK(found_in(lines, {{"literal", false, 5000}}).whole);
  CHECK_FALSE(found_in("none\n", {{"literal", false, 5000}}).whole);
  CHECK(found_in("none\n", {{"[0-9]+", true, 5000}}).whole);
}

TEST_CASE("Words and wide rules' literals are told") {
  const Found found = found_in("Key = 1\n-----BEGIN CERT\npassKEY", {});
  CHECK(found.word_ends == std::vector<size_t>{3, 28, 31});
  CHECK(found.wide == 1);
  CHECK(found.windows.empty());
  CHECK(found_in("----- begin", {}).wide == 0);
  CHECK(found_in("DB_PW=x", {}).word_ends == std::vector<size_t>{5});
}

TEST_CASE("Compiled literals that are cut short are refused") {
  const std::string bytes = compile_literal_search({{"://", true, 0}}, word_literals(), {});
  for (size_t size = 0; size < bytes.size(); ++size) {
    CHECK_FALSE(LiteralSearch::create(std::string_view(bytes).substr(0, size)).ok());
  }
}

}  // namespace
}  // namespace rekey::test
