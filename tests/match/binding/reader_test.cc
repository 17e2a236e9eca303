// Text in, the values that names are bound to out.
#include "scanner/match/binding/reader.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace rekey::test {
namespace {

using Values = std::vector<std::string>;

// The text with a credential's name in the place of each NAME, so that none stands in this file.
std::string named(std::string text) {
  constexpr std::string_view kPlace = "NAME";
  for (size_t at = 0; (at = text.find(kPlace, at)) != std::string::npos;) {
    text.replace(at, kPlace.size(), "password");
  }
  return text;
}

Values values_in(const std::string& form) {
  const std::string text = named(form);
  Values out;
  for (const Binding& one : bindings_in(text, {0, text.size()})) {
    out.emplace_back(one.value.of(text));
  }
  return out;
}

TEST_CASE("Quoted values end at their quote, whatever is inside") {
  CHECK(values_in("NAME=\"a'b'c1\"\n") == Values{"a'b'c1"});
  CHECK(values_in("NAME='a\"b\"c1'\n") == Values{"a\"b\"c1"});
  CHECK(values_in("NAME=\"a\\\"b1c\"\n") == Values{"a\\\"b1c"});
  CHECK(values_in("NAME: 'it''s 1'\n") == Values{"it''s 1"});
  CHECK(values_in("NAME = \"a(b)[c]{d}<e>\"\n") == Values{"a(b)[c]{d}<e>"});
  CHECK(values_in("{\\\"NAME\\\":\\\"a'b1\\\"}\n") == Values{"a'b1"});
  CHECK(values_in("NAME = r#\"a\"b1\"#\n") == Values{"a\"b1"});
  CHECK(values_in("NAME = \"\"\"\n  abc1\n\"\"\"\n") == Values{"abc1"});
}

TEST_CASE("Values without quotes end as their surroundings say") {
  for (const std::string mark : {"!", "(", ")", "[", "]", "{", "}", "<", ">", ",", ";", "&", "@",
                                 "#", "%", "^", "*", "=", "+", "|", "~", "?", "/", "'", "\""}) {
    CAPTURE(mark);
    const std::string value = "Xk7w" + mark + "Qm2" + mark + "Vt9rZ";
    CHECK(values_in("DB_NAME=" + value + "\n") == Values{value});
    CHECK(values_in("NAME: " + value + "\n") == Values{value});
  }
  CHECK(values_in("DB_NAME=Xk7wQm2 # old\n") == Values{"Xk7wQm2"});
  CHECK(values_in("\"Server=db;NAME=Xk7w Qm2;Encrypt=true\"\n") == Values{"Xk7w Qm2"});
  CHECK(values_in("https://x.io/?user=u&NAME=Xk7wQm2&b=2\n") == Values{"Xk7wQm2"});
  CHECK(values_in("user%3Du%26NAME%3DXk7wQm2%26x%3D1\n") == Values{"Xk7wQm2"});
  CHECK(values_in("{ NAME: Xk7wQm2, user: u }\n") == Values{"Xk7wQm2"});
  CHECK(values_in("tool --NAME Xk7wQm2; next\n") == Values{"Xk7wQm2"});
  CHECK(values_in("DB_NAME=\x1b[32mXk7wQm2\x1b[0m\n") == Values{"Xk7wQm2"});
}

TEST_CASE("Code and constants are no values") {
  for (const std::string text :
       {"NAME = get_NAME(user);", "token = tokens[0];", "key = c->argv;", "NAME = ${DB_NAME}",
        "secret: $SECRET", "key = ACL_DENIED_KEY;", "token = 0x80A1", "pass 'argv' to it",
        "keys('some words')", "the token of 5a"}) {
    CAPTURE(text);
    CHECK(values_in(text + "\n").empty());
  }
}

TEST_CASE("A list has several values, a name with several words has each once") {
  CHECK(values_in("{\"NAMEs\": [\"abc1\", \"abc2\"]}\n") == Values{"abc1", "abc2"});
  CHECK(values_in("NAMEs:\n  - abc1\n  - abc2\nother: x\n") == Values{"abc1", "abc2"});
  CHECK(values_in("api_secret_key_NAME = \"abc1\"\n") == Values{"abc1"});
}

TEST_CASE("Half an opening, and none, is no error") {
  const std::string whole =
      named("- name: DB_NAME\n  value: \"m9#W0'vq\"\n<NAME>\n x1y2\n</NAME>\n");
  for (size_t size = 0; size <= whole.size(); ++size) {
    const std::string text = whole.substr(0, size);
    for (const Binding& one : bindings_in(text, {0, text.size()})) {
      CHECK(one.value.end <= text.size());
      CHECK(one.looked.end <= text.size());
    }
  }
}

}  // namespace
}  // namespace rekey::test
