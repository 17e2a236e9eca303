// Known candidates spare the search and change nothing else.
#include "scanner/scan/text_scan.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/support/history_builder.h"
#include "tests/support/lively_history.h"
#include "tests/support/planted.h"

namespace rekey::test {
namespace {

std::shared_ptr<const ScanContext> context() {
  Result<std::shared_ptr<const ScanContext>> made = ScanContext::create(all_rules(1));
  REQUIRE(made);
  return *std::move(made);
}

std::string utf16_of(const std::string& ascii) {
  std::string out = "\xFF\xFE";
  for (const char c : ascii) out += {c, '\0'};
  return out;
}

// What there is of hits to tell them apart.
std::string told(const std::vector<Hit>& hits) {
  std::string out;
  for (const Hit& hit : hits) {
    const Occurrence& at = hit.occurrence;
    out += std::to_string(hit.rule) + " " + std::string(hit.secret.reveal()) + " " +
           std::to_string(at.line) + ":" + std::to_string(at.column) + " " +
           std::to_string(at.start_byte) + " " + std::to_string(at.end_byte) + " " +
           at.context_line + "\n";
  }
  return out;
}

TEST_CASE("Hits of known candidates are those of a search") {
  TextScan searched(context()), known(context());
  std::string all;
  for (const Planted& one : planted(7)) {
    all += one.text + "\n";
    for (const std::string& text : {one.text, "first\n" + one.text, utf16_of("  " + one.text)}) {
      const std::string expected = told(searched.find(text));
      const auto found = known.find_known(text, searched.candidates());
      REQUIRE(found);
      CHECK(told(*found) == expected);
    }
  }
  const std::string expected = told(searched.find(all));
  CHECK(expected.size() > all.size());
  CHECK(told(known.find_known(all, searched.candidates()).value()) == expected);
  CHECK(known.stats().dropped == searched.stats().dropped);
}

TEST_CASE("Candidates that lie outside of a text are not its own") {
  TextScan scan(context());
  const std::string text = planted(7).front().text;
  REQUIRE_FALSE(scan.find(text).empty());
  const std::vector<Candidate> candidates = scan.candidates();
  CHECK_FALSE(scan.find_known(text.substr(0, candidates.back().match.span.end - 1), candidates));
  std::vector<Candidate> unknown = candidates;
  unknown.front().match.rule = UINT32_MAX;
  CHECK_FALSE(scan.find_known(text, unknown));
  CHECK(scan.find_known(text, candidates));
}

}  // namespace
}  // namespace rekey::test
