#include "tests/support/drawn.h"

#include <doctest/doctest.h>

#include "scanner/rules/template/template.h"

namespace rekey::test {

std::string drawn(std::string_view text, uint64_t seed) {
  Result<Template> parsed = parse_template(text);
  REQUIRE(parsed.ok());
  Result<Drawn> out = draw(*parsed, nullptr, seed);
  REQUIRE(out.ok());
  return out->text;
}

}  // namespace rekey::test
