#include "scanner/match/judge/context_words.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

namespace rekey::test {
namespace {

Context asking(std::vector<std::string> words, bool whole) {
  Context context;
  context.words = std::move(words);
  context.whole_words = whole;
  return context;
}

TEST_CASE("A context's word is found in any case, whole where it is asked to be") {
  CHECK(any_context_word("OKTA_TOKEN=", asking({"okta"}, false)));
  CHECK(any_context_word("bibmap", asking({"ibm"}, false)));
  CHECK_FALSE(any_context_word("bibmap", asking({"ibm"}, true)));
  for (const char* name : {"IBM_KEY", "ibmApiKey", "the ibm", "ibm"}) {
    CHECK(any_context_word(name, asking({"ibm"}, true)));
  }
  for (const char* name : {"data_dog", "data-dog", "data dog", "datadog", "DataDogKey"}) {
    CHECK(any_context_word(name, asking({"data dog"}, true)));
  }
  CHECK_FALSE(any_context_word("", asking({"ibm"}, false)));
}

TEST_CASE("What stands beside a span parts words, but a word counts inside of it alone") {
  const std::string text = "bibmap ibm";
  CHECK_FALSE(any_context_word(text, {1, 4}, asking({"ibm"}, true)));
  CHECK(any_context_word(text, {1, 4}, asking({"ibm"}, false)));
  CHECK(any_context_word(text, {7, 10}, asking({"ibm"}, true)));
  CHECK_FALSE(any_context_word(text, {7, 9}, asking({"ibm"}, false)));
}

TEST_CASE("All words of a text at once tell of every span what a search of it tells") {
  std::mt19937_64 random(8);
  size_t found = 0;
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int i = 0; i < 60; ++i) text += std::string_view("abAB_ .")[random() % 7];
    const Context context = asking({"ab", "a b", "bab"}, round % 2 == 0);
    const ContextWords words(text, context);
    for (int i = 0; i < 40; ++i) {
      const size_t begin = random() % text.size();
      const Span span{begin, begin + random() % (text.size() - begin + 1)};
      const bool is_there = any_context_word(text, span, context);
      REQUIRE(words.any_in(span) == is_there);
      found += is_there ? 1 : 0;
    }
  }
  CHECK(found > 1000);
}

}  // namespace
}  // namespace rekey::test
