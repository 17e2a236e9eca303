// Known candidates spare the search and change nothing else.
#include "scanner/scan/text/text_scan.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
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

// As long as a text that is searched as it is stored, when little of it is wide.
TEST_CASE("Wide parts of large texts are found, with the lines of the text, and are known again") {
  TextScan searched(context()), known(context());
  const std::vector<Planted> plants = planted(7);
  const auto at = std::find_if(plants.begin(), plants.end(), [](const Planted& plant) {
    return plant.rule == "github-pat-classic";
  });
  REQUIRE(at != plants.end());
  const Planted& one = *at;
  std::string text;
  for (int i = 0; i < 9000; ++i) text += "line " + std::to_string(i) + "\n";
  const std::string plain = text + one.text;
  const std::string wide = plain + utf16_of(one.text).substr(2);
  const size_t found = searched.find(plain).size();
  const std::vector<Hit> hits = searched.find(wide);
  REQUIRE(hits.size() == 2 * found);
  CHECK(hits.front().occurrence.line >= 9001);
  CHECK(hits.front().occurrence.layers.empty());
  CHECK(hits.back().occurrence.line > hits.front().occurrence.line);
  REQUIRE(hits.back().occurrence.layers.size() == 1);
  CHECK(hits.back().occurrence.layers.front() == "utf-16le");
  CHECK(hits.back().secret.reveal() == hits[found - 1].secret.reveal());
  CHECK(told(known.find_known(wide, searched.candidates()).value()) == told(hits));
}

// Versions of a text, each made of the one before as deltas say, some with wide parts in them.
TEST_CASE("What is found along changes of a text with wide parts is what a search of each finds") {
  TextScan changed(context()), whole(context());
  const std::vector<Planted> plants = planted(9);
  std::mt19937_64 draw(5);
  std::string text;
  for (int i = 0; i < 6000; ++i) text += "line " + std::to_string(i) + "\n";
  CarriedEnds memory;
  (void)changed.find_changed(text, nullptr, {}, &memory);
  size_t found = 0;
  for (int i = 0; i < 40; ++i) {
    const std::string& plant = plants[draw() % plants.size()].text;
    const std::string added = draw() % 2 == 0 ? plant : utf16_of(plant);
    const size_t at = draw() % text.size();
    const size_t gone = std::min<size_t>(text.size() - at, draw() % 3 == 0 ? 4000 : 0);
    const std::string next = text.substr(0, at) + added + text.substr(at + gone);
    const auto number = [](size_t value) { return static_cast<uint32_t>(value); };
    const std::vector<CopiedBytes> copies = {
        {0, 0, number(at)},
        {number(at + added.size()), number(at + gone), number(text.size() - at - gone)}};
    CarriedEnds made;
    const std::string along = told(changed.find_changed(next, &memory, copies, &made));
    CHECK(along == told(whole.find(next)));
    found += along.empty() ? 0 : 1;
    text = next;
    memory = made;
  }
  CHECK(found > 20);
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

// A password in letters and digits that no two lines share.
std::string password(std::mt19937_64& draw) {
  constexpr std::string_view kLetters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  std::string out;
  for (int i = 0; i < 14; ++i) out += kLetters[draw() % kLetters.size()];
  return out;
}

// What nobody looked at is counted, and no line shows it.
TEST_CASE("Of one rule's secrets in a text the first ones are looked at, and the rest is masked") {
  constexpr size_t kMore = 300;
  std::mt19937_64 draw(11);
  std::string text, last;
  for (size_t i = 0; i < Matcher::kMostOfRule + kMore; ++i) {
    last = password(draw);
    text += "password=\"" + last + "\"\n";
  }
  std::string other = planted(3).front().text;
  other.pop_back();
  text += other + " password=\"" + last + "\"\n";
  TextScan scan(context());
  const std::vector<Hit> hits = scan.find(text);
  CHECK(hits.size() == 20'000);
  CHECK(scan.stats().left_out >= Matcher::kMostOfRule + kMore - 20'000 - 5'000);
  CHECK(std::none_of(hits.begin(), hits.end(), [&](const Hit& hit) {
    return hit.occurrence.context_line.find(last) != std::string::npos;
  }));
  const auto behind = std::find_if(hits.begin(), hits.end(), [&](const Hit& hit) {
    return hit.occurrence.line > Matcher::kMostOfRule + kMore;
  });
  CHECK(behind != hits.end());
  CHECK(told(scan.find(text)) == told(hits));
}

}  // namespace
}  // namespace rekey::test
