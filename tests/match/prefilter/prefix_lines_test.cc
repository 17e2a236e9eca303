// What the lead of named rules may go on over, against the expression itself.
#include "scanner/match/prefilter/prefix_lines.h"

#include <doctest/doctest.h>
#include <re2/re2.h>

#include <array>
#include <random>
#include <string>

#include "scanner/match/prefilter/provider_word_search.h"
#include "scanner/rules/provider_words.h"

namespace rekey::test {
namespace {

// Pieces that leads are made of, those around newlines most often.
std::string drawn_text(std::mt19937_64& random) {
  static const std::array<std::string, 34> kPieces = {"\n",      "\r\n",        " \n",
                                                      "\n ",     "\n\t",        "value",
                                                      "VALUE",   "default",     "content",
                                                      "type x",  "description", "<string",
                                                      "</key>",  " {",          "'",
                                                      "\"",      " ",           "\t",
                                                      ",",       ":",           "=",
                                                      ">",       "|",           "|-2",
                                                      "= >+\t",  "%3D",         "string",
                                                      "or ",     "]",           "f(",
                                                      "api_key", "token",       "= |1-\r\n   ",
                                                      "]}"};
  std::string text = "auth";
  for (size_t pieces = 1 + random() % 9; pieces > 0; --pieces) {
    text += kPieces[random() % kPieces.size()];
  }
  return text + "abcdefghijklmn";
}

TEST_CASE("No lead goes on over a newline that provider_prefix_crosses() denies") {
  const RE2 lead(extractor_expression(), RE2::Latin1);
  std::mt19937_64 random(1);
  size_t crossed = 0, denied = 0;
  for (int i = 0; i < 400'000; ++i) {
    const std::string text = drawn_text(random);
    for (size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1)) {
      if (!provider_prefix_crosses(text, at)) ++denied;
    }
    // Each place to begin at, for a match may hide another.
    for (size_t begin = text.find_first_of("atAT"); begin != std::string::npos;
         begin = text.find_first_of("atAT", begin + 1)) {
      re2::StringPiece match;
      const re2::StringPiece all(text);
      if (!lead.Match(all, begin, all.size(), RE2::ANCHOR_START, &match, 1)) continue;
      const auto from = static_cast<size_t>(match.data() - text.data());
      for (size_t at = text.find('\n', from); at < from + match.size();
           at = text.find('\n', at + 1)) {
        ++crossed;
        CHECK_MESSAGE(provider_prefix_crosses(text, at), text);
      }
    }
  }
  CHECK(crossed > 1000);
  CHECK(denied > 100'000);
}

TEST_CASE("Lines that a lead joins are one stretch, others stand alone") {
  const std::string text = "one\n- name: API_TOKEN\n  value: x\ntwo\nkey: |\n  x\nthree\n";
  const auto lines = [&](const char* in) {
    const size_t at = text.find(in);
    const size_t begin = prefix_lines_begin(text, at, 0);
    return text.substr(begin, prefix_lines_end(text, at, text.size()) - begin);
  };
  CHECK(lines("one") == "one");
  CHECK(lines("API") == "- name: API_TOKEN\n  value: x");
  CHECK(lines("value") == "- name: API_TOKEN\n  value: x");
  CHECK(lines("two") == "two");
  CHECK(lines("key: |") == "key: |\n  x");
  CHECK(lines("three") == "three");
}

TEST_CASE("A limit holds within lead lines, too") {
  const std::string text = "key: |\nkey: |\nkey: |\n  x\n";
  const size_t at = text.rfind("key") + 2;
  CHECK(prefix_lines_begin(text, at, 0) == 0);
  CHECK(prefix_lines_begin(text, at, 9) == 9);
  CHECK(prefix_lines_end(text, 0, text.size()) == text.size() - 1);
  CHECK(prefix_lines_end(text, 0, 10) == 10);
}

}  // namespace
}  // namespace rekey::test
