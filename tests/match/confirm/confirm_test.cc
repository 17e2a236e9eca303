// What confirm finds by anchored and relaxed expressions is what the expressions themselves find.
#include "scanner/match/confirm/confirm.h"

#include <doctest/doctest.h>
#include <re2/re2.h>

#include <random>
#include <string>

#include "scanner/builtin/builtin.h"
#include "scanner/match/regex/relaxed.h"

namespace rekey::test {
namespace {

TEST_CASE("Repetitions of single bytes lose their bounds, others keep them") {
  const auto relaxed = [](std::string_view regex) {
    const auto found = relax(regex);
    return found ? found->regex : "";
  };
  CHECK(relaxed(R"(ab{3,40})") == R"(a(b{3,}))");
  CHECK(relaxed(R"((k)[\w\-.]{0,22}?=([^\]]{5,199}x))") == R"((k)([\w\-.]{0,}?)=(([^\]]{5,})x))");
  CHECK(relaxed(R"([]a{1,20}]{1,20}\x41{0,11}\x{42}{0,12})") ==
        R"(([]a{1,20}]{1,})(\x41{0,})(\x{42}{0,}))");
  CHECK(relaxed(R"([[:alpha:]\]]{1,20})") == R"(([[:alpha:]\]]{1,}))");
  CHECK(relaxed(R"((?:\w{1,24}\(){0,2}(?i:a{1,30})?)") == R"((?:\w{1,24}\(){0,2}(?i:(a{1,}))?)");
  CHECK(relaxed(R"((?:(?:x{1,30})?y)*z{2,30})") == R"((?:(?:x{1,30})?y)*(z{2,}))");
  for (const char* none : {R"(a{3})", R"(a{3,})", R"(a{0,9})", R"(\{1,30})", R"([{1,30}])",
                           R"((?:a|b){1,30})", R"(\pL{1,30})", R"(\Qa{1,30}\E)", R"(\101{1,30})"}) {
    CHECK_MESSAGE(relaxed(none) == "", none);
  }
  CHECK(relax(R"((?P<a>b)c{1,20}(d)e{2,30})")->bounds == std::vector<uint32_t>{0, 20, 0, 30});
}

// Bytes, as many as some bound of an expression or about as many.
std::string drawn_run(std::mt19937_64& random, std::string_view bytes) {
  const std::vector<uint64_t> lengths{random() % 12, 18 + random() % 12, 36 + random() % 10,
                                      random() % 220};
  std::string run;
  for (uint64_t i = lengths[random() % lengths.size()]; i > 0; --i) {
    run += bytes[random() % bytes.size()];
  }
  return run;
}

// A line of what expressions ask for, mostly in the order of an assignment.
std::string drawn_line(std::mt19937_64& random) {
  static const std::vector<std::vector<std::string>> parts{
      {"", "", "x ", "  \"", "+", "mysql "},
      {"secret", "token", "password", "api_key", "Authorization", "bearer ", "--password", "pwd"},
      {"", "", "_", "\"", "']", "\\\"", "?: str", "[0]", " as string", ")"},
      {"=", ": ", " = ", ":=", "=>", "=", ":  "},
      {"\"", "'", "`", "\\\"", "", "get(\"", "Basic ", "Bearer ", "b'"},
      {"\"", "'", "`", "\\\"", "", ";", ",", " x", "\r", "</"}};
  std::string line;
  for (size_t i = 0; i < parts.size(); ++i) {
    const auto& from = parts[random() % 16 == 0 ? random() % parts.size() : i];
    line += from[random() % from.size()];
    if (i == 4 || random() % 5 == 0) {
      line += drawn_run(random, random() % 4 != 0 ? "abcXYZ0189_-." : "aZ9+/%$!*\\\"' <>{}=:");
    }
  }
  return line.substr(0, 480);
}

TEST_CASE("An assigned rule's matches in a line are those of its expression") {
  auto rules = builtin_rules();
  REQUIRE(rules);
  const Confirm confirm(rules->rules());
  std::mt19937_64 random(5);
  std::vector<std::string> lines;
  for (int i = 0; i < 3000; ++i) lines.push_back(drawn_line(random));
  size_t asked = 0, matches = 0, beyond = 0;
  for (uint32_t i = 0; i < rules->rules().size(); ++i) {
    const Rule& rule = rules->rules()[i];
    if (!rule.assignment) continue;
    ++asked;
    const auto expression = compile_expression(rule);
    REQUIRE(expression);
    const auto relaxed = relax(rule.regex);
    for (const std::string& line : lines) {
      CAPTURE(rule.id);
      CAPTURE(line);
      std::vector<Match> expected, found;
      find_all(**expression, rule, i, line, {0, line.size()}, false, expected);
      confirm.find(i, line, {0, line.size()}, found);
      REQUIRE(found == expected);
      matches += found.size();
      if (found.empty() && relaxed) beyond += RE2::PartialMatch(line, relaxed->regex) ? 1 : 0;
    }
  }
  CHECK(asked > 5);
  CHECK(matches > 40);
  CHECK(beyond > 5);
}

TEST_CASE("An assigned rule's matches in long lines, and in many, are those of its expression") {
  auto rules = builtin_rules();
  REQUIRE(rules);
  const Confirm confirm(rules->rules());
  std::mt19937_64 random(6);
  std::vector<std::string> texts;
  for (int i = 0; i < 120; ++i) {
    std::string text;
    for (int k = 0; k < 40; ++k) text += drawn_line(random) + (i % 3 == 0 ? "\n" : " ");
    texts.push_back(std::move(text));
  }
  size_t matches = 0;
  for (uint32_t i = 0; i < rules->rules().size(); ++i) {
    const Rule& rule = rules->rules()[i];
    if (!rule.assignment) continue;
    const auto expression = compile_expression(rule);
    REQUIRE(expression);
    for (const std::string& text : texts) {
      CAPTURE(rule.id);
      std::vector<Match> expected, found;
      find_all(**expression, rule, i, text, {3, text.size() - 2}, false, expected);
      confirm.find(i, text, {3, text.size() - 2}, found);
      REQUIRE(found == expected);
      matches += found.size();
    }
  }
  CHECK(matches > 40);
}

}  // namespace
}  // namespace rekey::test
