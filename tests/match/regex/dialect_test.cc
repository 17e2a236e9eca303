#include "scanner/match/regex/dialect.h"

#include <doctest/doctest.h>

namespace rekey::test {
namespace {

TEST_CASE("Hyperscan's spaces are made RE2's, in classes and outside") {
  CHECK(hyperscan_dialect(R"(a\s+b)") == R"(a[\t\n\f\r ]+b)");
  CHECK(hyperscan_dialect(R"([^\s"]x\S)") == R"([^\t\n\f\r "]x[\x00-\x08\x0b\x0e-\x1f!-\xff])");
}

TEST_CASE("Everything else stays as it is") {
  for (const char* text :
       {R"(\\s[\]\[]\d)", "[]a]b]", "[^]a]", R"([[:alpha:]\w]+$)", R"(\Q)", "["}) {
    CHECK(hyperscan_dialect(text) == text);
  }
}

}  // namespace
}  // namespace rekey::test
