// Text in, the name around the word that ends at the mark out.
#include "scanner/match/binding/credential_name.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace rekey::test {
namespace {

// The names of all words in the text.
std::vector<std::string> names_in(const std::string& text) {
  std::vector<std::string> out;
  for_each_word(text, {0, text.size()}, [&](size_t end) {
    const auto name = credential_name(text, end);
    if (name) out.emplace_back(name->of(text));
  });
  return out;
}

using Names = std::vector<std::string>;

TEST_CASE("The whole name around a word") {
  CHECK(names_in("export DB_PASSWORD=x") == Names{"DB_PASSWORD"});
  CHECK(names_in("--db-password x") == Names{"db-password"});
  CHECK(names_in("spring.datasource.password=x") == Names{"spring.datasource.password"});
  CHECK(names_in("a%26password%3Dx") == Names{"password"});
  CHECK(names_in("${DB_PASSWORD-x}") == Names{"DB_PASSWORD"});
  CHECK(names_in("contrase\xc3\xb1"
                 "a=x") == Names{"contrase\xc3\xb1"
                                 "a"});
}

TEST_CASE("Short words count as parts of names alone") {
  CHECK(names_in("DB_PW=x") == Names{"DB_PW"});
  CHECK(names_in("USERPW=x") == Names{"USERPW"});
  CHECK(names_in("userPw: x") == Names{"userPw"});
  CHECK(names_in("upward=x path=x author=x").empty());
}

TEST_CASE("Every word is found by its literal, at its end") {
  for (const WordLiteral& one : word_literals()) {
    CAPTURE(one.text);
    CHECK(one.text.size() >= 3);
    CHECK(word_ending_at(one.text + "=", one.text.size() - one.behind) > 0);
  }
}

}  // namespace
}  // namespace rekey::test
