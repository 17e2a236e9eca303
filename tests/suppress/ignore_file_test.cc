#include "scanner/suppress/ignore_file.h"

#include <doctest/doctest.h>

namespace rekey::test {
namespace {

const std::string kPrint(64, 'a');

std::string fault_of(const std::string& line) {
  const auto entries = parse_ignore_file("# first\n" + line + "\n", "ignore");
  return entries ? "" : entries.error().message;
}

bool matches(std::string_view pattern, std::string_view path) {
  const Result<PathGlob> glob = PathGlob::parse(pattern);
  REQUIRE(glob.ok());
  return glob->matches(path);
}

TEST_CASE("an ignore file has fingerprints and patterns, with rules, a last day and a reason") {
  const auto entries =
      parse_ignore_file("\xEF\xBB\xBF# known\n\n" + kPrint +
                            "\r\n  docs/** a-rule,b-rule until 2027-01-31 # samples\n" + kPrint +
                            " c-rule  #  of a test # really\n/with\\ blank\\#1\n",
                        "ignore");
  REQUIRE(entries.ok());
  REQUIRE(entries->size() == 4);
  CHECK((*entries)[0].fingerprint == kPrint);
  CHECK((*entries)[0].place == "ignore:3");
  const IgnoreEntry& docs = (*entries)[1];
  CHECK(docs.paths->matches("docs/a/b.md"));
  CHECK(docs.terms.rules == std::vector<std::string>{"a-rule", "b-rule"});
  CHECK(docs.terms.until == "2027-01-31");
  CHECK(docs.terms.reason == "samples");
  CHECK((*entries)[2].terms.reason == "of a test # really");
  CHECK((*entries)[2].terms.rules == std::vector<std::string>{"c-rule"});
  CHECK((*entries)[3].paths->matches("with blank#1"));
}

TEST_CASE("a line that is no entry is an error with its place and without its text") {
  for (const std::string& line :
       {kPrint.substr(1), kPrint + "a", std::string("Makefile"), std::string("docs/ some words"),
        std::string("docs/ until 2026-02-30"), std::string("!docs/"), std::string("docs/[a"),
        std::string("docs/x\\"), std::string("[z-a]/x"), std::string(5000, '*'), std::string("/"),
        std::string("./")}) {
    CAPTURE(line);
    const std::string fault = fault_of(line);
    CHECK(fault.starts_with("ignore:2: "));
    CHECK(fault.find(line) == (line.size() > 2 ? std::string::npos : fault.find(line)));
  }
}

TEST_CASE("patterns are those of .gitignore") {
  CHECK(matches("*.pem", "a/b/key.pem"));
  CHECK(matches("*.pem", "key.pem"));
  CHECK_FALSE(matches("*.pem", "key.pem.txt"));
  CHECK(matches("/*.pem", "key.pem"));
  CHECK_FALSE(matches("/*.pem", "a/key.pem"));
  CHECK(matches("tests/data", "tests/data/x/y"));
  CHECK(matches("tests/data/", "tests/data/x"));
  CHECK_FALSE(matches("tests/data/", "tests/data"));
  CHECK_FALSE(matches("tests/data", "other/tests/data"));
  CHECK(matches("vendor/", "vendor/x"));
  CHECK(matches("a/**/b", "a/b"));
  CHECK(matches("a/**/b", "a/x/y/b"));
  CHECK(matches("**/b", "b"));
  CHECK(matches("**/b", "a/b"));
  CHECK(matches("a/**", "a/x\n/y"));
  CHECK_FALSE(matches("a/*", "b/x"));
  CHECK(matches("a?c", "abc"));
  CHECK_FALSE(matches("/a?c", "a/c"));
  CHECK(matches("x[0-9].env", "x3.env"));
  CHECK(matches("x[!0-9].env", "xa.env"));
  CHECK_FALSE(matches("x[!0-9].env", "x3.env"));
  CHECK(matches("x[]].env", "x].env"));
  CHECK(matches("a.b+(c)", "a.b+(c)"));
  CHECK_FALSE(matches("a.b+(c)", "axb+(c)"));
  CHECK(matches("caf\xC3\xA9/*", "caf\xC3\xA9/x"));
  CHECK(matches("a\\*b", "a*b"));
  CHECK_FALSE(matches("a\\*b", "axb"));
}

TEST_CASE("lines of a .gitleaksignore, with and without a commit; others are told") {
  const std::string commit(40, 'b');
  std::vector<std::string> unknown;
  const auto entries = parse_gitleaks_ignore(
      commit + ":a/b.env:some-rule:12\na:b.env:some-rule:3\n# x\nnothing\na.env:rule:x\n:r:1\n",
      "g", unknown);
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].commit == commit);
  CHECK(entries[0].path == "a/b.env");
  CHECK(entries[0].rule == "some-rule");
  CHECK(entries[0].line == 12);
  CHECK(entries[1].commit == "");
  CHECK(entries[1].path == "a:b.env");
  REQUIRE(unknown.size() == 3);
  CHECK(unknown[0].starts_with("g:4: "));
}

}  // namespace
}  // namespace rekey::test
