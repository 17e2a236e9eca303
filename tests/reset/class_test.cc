// A provider's reset builds on a class: what it gives replaces the class's, what it leaves out
// stays.
#include <doctest/doctest.h>

#include "scanner/rules/load/load.h"

namespace rekey::test {
namespace {

TEST_CASE("a reset's own lists replace its class's") {
  const auto classes = load_reset_classes(R"(
[classes.saas]
summary = "Revoke it."
urgency = "today"
steps = ["Find it.", "Revoke it."]
docs = ["https://class.test"]
after = "Read the logs."
)",
                                          "classes.toml");
  REQUIRE(classes.ok());
  const auto file = load_rules(R"(
provider = "Acme"
[[rules]]
id = "acme-key"
kind = "Acme key"
regex = 'acme_([a-z]{20})'
severity = "high"
confidence = "high"
reset = "own"
[[rules]]
id = "acme-token"
kind = "Acme token"
regex = 'acmt_([a-z]{20})'
severity = "high"
confidence = "high"
reset = "none"
[resets.own]
class = "saas"
steps = ["Rotate it."]
docs = ["https://acme.test"]
[resets.none]
class = "saas"
)",
                               "acme.toml", Dialect::kConfig, *classes);
  CAPTURE(file ? std::string() : file.error().message);
  REQUIRE(file.ok());
  const Reset& own = file->rules[0].reset;
  CHECK(own.steps == std::vector<std::string>{"Rotate it."});
  CHECK(own.docs == std::vector<std::string>{"https://acme.test"});
  CHECK(own.after == "Read the logs.");
  CHECK(file->rules[1].reset.steps == std::vector<std::string>{"Find it.", "Revoke it."});
}

}  // namespace
}  // namespace rekey::test
