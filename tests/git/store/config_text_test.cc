#include "scanner/git/store/config_text.h"

#include <doctest/doctest.h>

namespace rekey {
namespace {

std::string shown(std::string_view text) {
  const Result<std::vector<ConfigVariable>> variables = parse_config_text(text, "config");
  if (!variables) return variables.error().message;
  std::string out;
  for (const ConfigVariable& one : variables.value()) {
    out += one.section + "|" + one.subsection + "|" + one.name + "|" + one.value + ";";
  }
  return out;
}

}  // namespace

TEST_CASE("a configuration is read as git reads it") {
  CHECK(shown("[Core]\n\tbare = true\n\tBig\n") == "core||bare|true;core||big|true;");
  CHECK(shown("[remote \"o\\\"r\"] url = a b \t # c\n") == "remote|o\"r|url|a b;");
  CHECK(shown("[a.B]\nx=1;c\r\ny = \" q # \"z\\\n w\n") == "a|b|x|1;a|b|y| q # z w;");
  CHECK(shown("\xEF\xBB\xBF# c\n;d\n[a]\nx = \\t\\\\\n") == "a||x|\t\\;");
  CHECK(shown("[a]\nx =\n") == "a||x|;");
  CHECK(shown("") == "");
}

TEST_CASE("what is no configuration is an error with its line, and without its text") {
  CHECK(shown("[a]\n\nnot good\n") == "config:3: not a git configuration");
  for (const char* text :
       {"x = 1\n", "[a\nx = 1\n", "[\"a\"]\n", "[a]\nx = \\q\n", "[a]\nx = \"y\n", "[a]\nx = \"y",
        "[a \"b\n\"]\n", "[a]\n1 2\n", "root:x:0:0\n"}) {
    CHECK(shown(text).ends_with("not a git configuration"));
  }
  CHECK(shown(std::string(kLargestConfigText + 1, '\n')) == "config: too large");
}

TEST_CASE("a value that is quoted is the same when it is read again") {
  for (const std::string value : {"", " a\"b\\c\nd ", "x;y#z\tw"}) {
    const auto again = parse_config_text("[a]\nx = " + quoted_config_value(value) + "\n", "config");
    REQUIRE(again.ok());
    CHECK(again.value().front().value == value);
  }
}

}  // namespace rekey
