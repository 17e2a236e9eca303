// The way from a credential's name to its value, against an expression of all that it may be.
#include "scanner/rules/assignments.h"

#include <doctest/doctest.h>
#include <re2/re2.h>

#include <array>
#include <random>
#include <string>

namespace rekey::test {
namespace {

constexpr size_t kNowhere = std::string_view::npos;

// The words as an expression.
std::string any_word() {
  std::string out;
  for (const std::string& word : assignment_words()) out += (out.empty() ? "(?i:" : "|") + word;
  return out + ")";
}

// With the whole of types, operators and blanks, of which assignment_end() asks a part alone.
std::string whole_way() {
  return any_word() + R"([\w.\-]{0,40}[)\"'`\]\\]{0,4})" + declared_type() +
         R"([\t ]{0,20}(?:=>|:=|[!=]==?|\?\?|\|\||=|:)[\t ]{0,20}[^\n]{3})";
}

std::string drawn_text(std::mt19937_64& random) {
  static const std::array<std::string, 42> kPieces = {
      "key",     "Token",  "_pw",  "database-url", "_x",   "1",      ".name",
      "-",       "\"",     "\\\"", "']",           ")",    "`",      ": ",
      ":",       "?: ",    "!:",   "Str",          " str", "string", " as ",
      " String", "[",      "]",    "[16]",         "[ ]",  " {",     "}",
      " {get}",  "{ a;b}", " ",    "\t",           "    ", "=",      "=>",
      ":=",      "!=",     "===",  "??",           "||",   "\n",     "'a&b'"};
  std::string text = "key";
  for (size_t pieces = random() % 9; pieces > 0; --pieces) {
    text += kPieces[random() % kPieces.size()];
  }
  return text + (random() % 4 == 0 ? "" : "abcdef");
}

// Where the way ends from the word on that begins at `begin`; npos when none begins there.
size_t end_from(const std::string& text, size_t begin) {
  static const RE2 words(any_word(), RE2::Latin1);
  re2::StringPiece word;
  if (!words.Match(text, begin, text.size(), RE2::ANCHOR_START, &word, 1)) return kNowhere;
  return assignment_end(text, begin + word.size());
}

TEST_CASE("Every way ends where assignment_end() says, or later") {
  const RE2 way(whole_way(), RE2::Latin1);
  std::mt19937_64 random(1);
  size_t ways = 0, none = 0;
  for (int i = 0; i < 30'000; ++i) {
    const std::string text = drawn_text(random);
    for (size_t begin = 0; begin < text.size(); ++begin) {
      const size_t end = end_from(text, begin);
      if (end == kNowhere) ++none;
      if (end != kNowhere) CHECK(end - begin <= kAssignmentReach);
      for (size_t other = begin; other <= text.size(); ++other) {
        if (!way.Match(text, begin, other, RE2::ANCHOR_BOTH, nullptr, 0)) continue;
        ++ways;
        CHECK_MESSAGE(end <= other, text);
      }
    }
  }
  CHECK(ways > 10'000);
  CHECK(none > 100'000);
}

TEST_CASE("A way ends behind the third byte") {
  const auto way = [](const std::string& text) {
    const size_t end = end_from(text, 0);
    return end == kNowhere ? "" : text.substr(0, end);
  };
  CHECK(way("key = abc") == "key = ab");
  CHECK(way("keyName\"]:abc") == "keyName\"]:abc");
  CHECK(way("token?: string = x") == "token?: st");
  CHECK(way("Key As String = \"abc\"") == "Key As String = \"a");
  CHECK(way("KEY[32] = \"abc\"") == "KEY[32] = \"a");
  CHECK(way("Key { get; set; } = \"abc\"") == "Key { get; set; } = \"a");
  CHECK(way("key || 'abc'") == "key || 'a");
  CHECK(way("key != null") == "key != nu");
}

TEST_CASE("A word alone is no way, nor is one that the line ends") {
  for (const char* text :
       {"key", "key ", "key is abc", "key(abc)", "key, abc", "key | abc", "key =", "key =ab",
        "key =\nabc", "key\n= abc", "key [x] = abc", "key { get } abc", "key as int = abc"}) {
    CHECK_MESSAGE(end_from(text, 0) == kNowhere, text);
  }
  CHECK(end_from("key" + std::string(40, 'x') + "=abc", 0) != kNowhere);
  CHECK(end_from("key" + std::string(41, 'x') + "=abc", 0) == kNowhere);
  CHECK(end_from("key" + std::string(21, ' ') + "=abc", 0) == kNowhere);
}

}  // namespace
}  // namespace rekey::test
