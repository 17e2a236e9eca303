#include "scanner/rules/load/load_limits.h"

#include <doctest/doctest.h>

namespace rekey {
namespace {

std::string fault_of(const std::string& toml) {
  const Result<RuleFile> file = load_rules(toml, "x.toml", Dialect::kConfig);
  return file ? "" : file.error().message;
}

std::string many(size_t count, const std::string& one, const std::string& between = "") {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += (i == 0 ? "" : between) + one;
  return out;
}

std::string rules(size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) {
    out += "[[rules]]\nid = 'r" + std::to_string(i) + "'\nregex = 'abc'\n";
  }
  return out;
}

}  // namespace

TEST_CASE("a configuration has so many rules, expressions and words, and no more") {
  CHECK(fault_of(rules(kMostRules)).empty());
  CHECK(fault_of(rules(kMostRules + 1)) == "x.toml:6001: more than 2000 rules in one file");
  const auto list = [](const std::string& key, size_t count) {
    return "[[allowlists]]\n" + key + " = [" + many(count, "'abc'", ",") + "]\n";
  };
  CHECK(fault_of(list("regexes", kMostAllowTexts)).empty());
  CHECK_FALSE(fault_of(list("regexes", kMostAllowTexts + 1)).empty());
  CHECK_FALSE(fault_of(list("paths", kMostAllowTexts + 1)).empty());
  CHECK_FALSE(fault_of(list("stopwords", kMostStopwords + 1)).empty());
  const std::string disabled = many(kMostDisabled + 1, "'abc'", ",");
  CHECK_FALSE(
      fault_of("[extend]\nuseDefault = true\ndisabledRules = [" + disabled + "]\n").empty());
}

TEST_CASE("a key of very many names is an error and no recursion") {
  for (const std::string before : {"[", "", "x = {"}) {
    const std::string text = "# first\n" + before + many(400000, "a.") + "a = 1\n";
    CHECK(fault_of(text) == "x.toml:2: a key of more than 100 names");
  }
  CHECK(fault_of("[" + many(400000, "\"a\" . ") + "a]\n").find("more than 100") !=
        std::string::npos);
  CHECK(
      fault_of("[[rules]]\nid = 'a'\nregex = '" + many(500, ".") + many(90, "a.") + "'\n").empty());
}

TEST_CASE("a rule's id is short and has no control characters; a key is shown without them") {
  const auto with_id = [](const std::string& id) {
    return fault_of("[[rules]]\nid = \"" + id + "\"\nregex = 'abc'\n");
  };
  CHECK(with_id("my rule/ü_1").empty());
  for (const std::string id : {"a\\u001b[31m", "a\\nb", "a\\u007f", "a\\u0000b"}) {
    CHECK(with_id(id).starts_with("x.toml:2: id must have no control characters"));
  }
  CHECK_FALSE(with_id(std::string(201, 'a')).empty());
  const std::string fault = fault_of("\"\\u001b[31m\\nkey" + std::string(500, 'k') + "\" = 1\n");
  CHECK(fault.starts_with("x.toml:1: unknown key '?[31m?keyk"));
  CHECK(fault.size() < 120);
}

}  // namespace rekey
