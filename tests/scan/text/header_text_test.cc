// Places in a header are places in the object that git shows.
#include "scanner/scan/text/header_text.h"

#include <doctest/doctest.h>

#include "scanner/git/object/object.h"
#include "tests/support/planted.h"

namespace rekey::test {

TEST_CASE("a secret in a header stands at its place in the object") {
  const std::string secret = planted(7).front().text;
  ScanOptions options;
  options.matcher = builtin_matcher();
  const auto context = ScanContext::create(options);
  REQUIRE(context.ok());
  const std::string ids =
      "tree " + std::string(40, '1') + "\nparent " + std::string(40, '2') + "\n";
  const std::string people =
      "author A <a@test.invalid> 1700000000 +0000\ncommitter A <a@test.invalid> 1700000000 +0000\n";
  const std::string object = ids + people + "note\n " + secret + "\n\nA message\n";
  const Result<Commit> commit = parse_commit(object);
  REQUIRE(commit.ok());
  CHECK(commit->ids_end == ids.size());

  TextScan whole(*context), scan(*context);
  const std::vector<Hit> expected = whole.find(object);
  REQUIRE(!expected.empty());
  CHECK(scan.find("A message\n").empty());
  const std::vector<Hit> found =
      find_in_header(scan, {object, commit->ids_end, commit->message_begin});
  REQUIRE(found.size() == expected.size());
  for (size_t i = 0; i < found.size(); ++i) {
    const Occurrence& at = found[i].occurrence;
    const Occurrence& wanted = expected[i].occurrence;
    CHECK(at.line == wanted.line);
    CHECK(at.line >= 5);
    CHECK(at.match_line == wanted.match_line);
    CHECK(at.column == wanted.column);
    CHECK(at.end_line == wanted.end_line);
    CHECK(at.start_byte == wanted.start_byte);
    CHECK(at.end_byte == wanted.end_byte);
    CHECK(object.substr(at.start_byte, at.end_byte - at.start_byte) == found[i].secret.reveal());
  }
  CHECK(scan.stats().texts == 1);
}

}  // namespace rekey::test
