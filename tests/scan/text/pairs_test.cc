#include "scanner/scan/text/pairs.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "scanner/scan/files/files.h"
#include "tests/support/planted.h"

namespace rekey::test {
namespace {

// Rules of one letter: A is the secret of a pair with B within two lines, C of one with A anywhere.
RuleSet letters() {
  std::vector<Rule> rules(3);
  for (size_t i = 0; i < 3; ++i) {
    rules[i].id = rules[i].family = std::string(1, static_cast<char>('a' + i));
  }
  rules[0].pair = {{"b", "gone"}, 2};
  rules[2].pair = {{"a"}, 0};
  return RuleSet(rules, std::vector<Reset>(3), {});
}

// "A@0 B@2 ...": what is left of the secrets A, B, C of `text`, each with its half.
std::string paired(std::string_view text) {
  std::vector<Candidate> candidates;
  std::vector<Match> matches;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] < 'A' || text[i] > 'C') continue;
    Match match;
    match.rule = static_cast<uint32_t>(text[i] - 'A');
    match.span = match.secret = {i, i + 1};
    candidates.push_back({match, Dropped::kNot});
    matches.push_back(match);
  }
  const RuleSet rules = letters();
  const auto halves = Pairs(rules).take_pairs(text, candidates, matches);
  REQUIRE(halves.size() == matches.size());
  std::string out;
  for (size_t i = 0; i < matches.size(); ++i) {
    out += (out.empty() ? "" : " ") + std::string(matches[i].secret.of(text));
    if (halves[i] != nullptr) {
      out +=
          "+" + std::string(halves[i]->secret.of(text)) + std::to_string(halves[i]->secret.begin);
    }
  }
  return out;
}

TEST_CASE("the nearest half within the lines becomes a part and is no finding of its own") {
  CHECK(paired("B\nA\n") == "A+B0");
  CHECK(paired("A B") == "A+B2");
  CHECK(paired("B\n\n\nA") == "B A");
  CHECK(paired("B\n\nA") == "A+B0");
  CHECK(paired("B..A.B") == "B A+B5");
  CHECK(paired("B.A...B") == "A+B0 B");
  CHECK(paired("A.B.A") == "A+B2 A+B2");
  CHECK(paired("B") == "B");
  CHECK(paired("A") == "A");
}

TEST_CASE("a half with a half of its own stays a finding; without lines anywhere will do") {
  CHECK(paired("B A\n\n\n\n\n\nC") == "A+B0 C+A2");
  CHECK(paired("A\n\n\n\n\nC") == "C+A0");
}

TEST_CASE("halves on an endless line are near only when they are") {
  CHECK(paired("B" + std::string(20000, '.') + "A") == "B A");
}

TEST_CASE("every pair of the built-in rules names rules that are there") {
  const std::shared_ptr<const Matcher> matcher = builtin_matcher();
  size_t pairs = 0;
  for (const Rule& rule : matcher->rules().rules()) {
    pairs += rule.pair.empty() ? 0 : 1;
    for (const std::string& id : rule.pair.with) {
      CAPTURE(rule.id);
      CAPTURE(id);
      CHECK(id != rule.id);
      CHECK(matcher->rules().index_of(id));
    }
  }
  CHECK(pairs >= 25);
}

TEST_CASE(
    "a pair is one finding with the position of both halves, also of one below the severity") {
  ScanOptions options;
  options.matcher = builtin_matcher();
  const auto planted_rules = planted(5);
  const auto secret_of = [&](const std::string& id) {
    const auto found = std::find_if(planted_rules.begin(), planted_rules.end(),
                                    [&](const Planted& one) { return one.rule == id; });
    REQUIRE(found != planted_rules.end());
    return found->secret;
  };
  const std::string sid = secret_of("twilio-account-sid");
  const std::string token = secret_of("twilio-auth-token");
  const std::string text =
      "# two\nTWILIO_ACCOUNT_SID=" + sid + "\nTWILIO_AUTH_TOKEN=" + token + "\n";
  const Result<Report> report = scan_text(text, "a.env", options);
  REQUIRE(report.ok());
  REQUIRE(report->findings.size() == 1);
  const Occurrence& at = report->findings[0].occurrences.at(0);
  CHECK(at.line == 3);
  REQUIRE(at.parts.size() == 1);
  CHECK(report->rules.at(at.parts[0].rule).rule.id == "twilio-account-sid");
  CHECK(at.parts[0].secret.reveal() == sid);
  CHECK(at.parts[0].line == 2);
  CHECK(at.parts[0].column == 20);
  CHECK(at.parts[0].end_column == 20 + sid.size());
}

}  // namespace
}  // namespace rekey::test
