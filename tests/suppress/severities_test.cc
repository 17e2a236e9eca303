// Severities: what [[severity]] makes of findings, place by place.
#include "scanner/suppress/severities.h"

#include <doctest/doctest.h>

#include "scanner/rules/load/load_path.h"

namespace rekey::test {
namespace {

RuleFile file_of(const std::string& severities) {
  constexpr auto kRules =
      "[[rules]]\nid = 'a'\nregex = 'aaa'\nseverity = 'critical'\n"
      "[[rules]]\nid = 'b'\nregex = 'bbb'\n";  // high, as none is said
  const Result<RuleFile> file = load_rules(kRules + severities, "config", Dialect::kConfig);
  REQUIRE_MESSAGE(file.ok(), (file ? "" : file.error().message));
  return *file;
}

std::string fault_of(const std::string& severities) {
  const Result<RuleFile> file = load_rules(severities, "config", Dialect::kConfig);
  if (!file) return file.error().message;
  const RuleSet set = rule_set(*file);
  const Result<Severities> made = Severities::create(set);
  return made ? "" : made.error().message;
}

Occurrence place_of(const std::string& path) {
  Occurrence at;
  at.path = path;
  if (path.empty()) at.place = Place::kCommitMessage;
  return at;
}

Finding finding_of(uint32_t rule, const std::vector<std::string>& paths) {
  Finding finding;
  finding.rule = rule;
  finding.severity = rule == 0 ? Severity::kCritical : Severity::kHigh;
  for (const std::string& path : paths) finding.occurrences.push_back(place_of(path));
  return finding;
}

constexpr auto kTests = "[[severity]]\nlevel = 'low'\npaths = ['^tests/']\n";

TEST_CASE("A severity for a path holds there, for all rules or for those it names") {
  const RuleSet set =
      rule_set(file_of(std::string(kTests) + "[[severity]]\nlevel = 'info'\npaths = ['[.]md$']\n"
                                             "targetRules = ['b']\ndescription = 'samples'\n"));
  const Result<Severities> severities = Severities::create(set);
  REQUIRE(severities.ok());
  CHECK(severities->at(0, place_of("src/x")) == Severity::kCritical);
  CHECK(severities->at(0, place_of("tests/x")) == Severity::kLow);
  CHECK(severities->at(0, place_of("src/tests/x")) == Severity::kCritical);
  CHECK(severities->at(0, place_of("tests/x.md")) == Severity::kLow);
  CHECK(severities->at(1, place_of("tests/x.md")) == Severity::kInfo);  // the last decides
  CHECK(severities->at(1, place_of("")) == Severity::kHigh);            // a message has no path
  CHECK(severities->worst(0) == Severity::kCritical);
}

TEST_CASE(
    "A severity for a rule is the rule's; one for a path goes before it, wherever it stands") {
  const RuleSet set = rule_set(
      file_of(std::string(kTests) + "[[severity]]\nlevel = 'medium'\ntargetRules = ['a', 'b']\n" +
              "[[severity]]\nlevel = 'critical'\npaths = ['^deploy/']\ntargetRules = ['b']\n"));
  CHECK(set.rules()[0].severity == Severity::kMedium);
  CHECK(set.rules()[1].severity == Severity::kMedium);
  const Result<Severities> severities = Severities::create(set);
  REQUIRE(severities.ok());
  CHECK(severities->at(0, place_of("tests/x")) == Severity::kLow);
  CHECK(severities->worst(0) == Severity::kMedium);
  CHECK(severities->worst(1) == Severity::kCritical);
  CHECK(severities->at(1, place_of("deploy/x")) == Severity::kCritical);
}

TEST_CASE("A leak is as bad as its worst place; places below the least are not reported") {
  const RuleSet set = rule_set(file_of(kTests));
  const Result<Severities> severities = Severities::create(set);
  REQUIRE(severities.ok());
  const auto found = [&](Severity least) {
    std::vector<Finding> findings = {finding_of(0, {"tests/a"}), finding_of(1, {"src/b"}),
                                     finding_of(1, {"src/c", "tests/c"}), finding_of(1, {""})};
    const size_t taken = severities->apply(findings, least);
    return std::pair(findings, taken);
  };
  const auto [all, none] = found(Severity::kLow);
  REQUIRE(all.size() == 4);
  CHECK(none == 0);
  CHECK(all[0].severity == Severity::kHigh);  // worst first
  CHECK(all[3].severity == Severity::kLow);
  CHECK(all[3].occurrences[0].path == "tests/a");
  const auto [some, taken] = found(Severity::kMedium);
  REQUIRE(some.size() == 3);
  CHECK(taken == 2);
  for (const Finding& one : some) {
    CHECK(one.severity == Severity::kHigh);
    CHECK(one.occurrences.size() == 1);
  }
}

TEST_CASE("What is no severity is told with its line") {
  CHECK(fault_of("\n[[severity]]\nlevel = 'bad'\npaths = ['a']\n").starts_with("config:3: "));
  CHECK(fault_of("[[severity]]\npaths = ['a']\n").find("a level") != std::string::npos);
  CHECK(fault_of("[[severity]]\nlevel = 'low'\n").find("paths or targetRules") !=
        std::string::npos);
  CHECK(fault_of("[[severity]]\nlevel = 'low'\npath = 'a'\n").starts_with("config:3: "));
  CHECK(fault_of("\n[[severity]]\nlevel = 'low'\npaths = ['(']\n").starts_with("config:2: "));
}

TEST_CASE("The severities are a part of what names a rule set") {
  const std::string other = "[[severity]]\nlevel = 'info'\npaths = ['^tests/']\n";
  CHECK(rule_set(file_of(kTests)).hash() != rule_set(file_of(other)).hash());
  CHECK(rule_set(file_of(kTests)).hash() != rule_set(file_of("")).hash());
}

}  // namespace
}  // namespace rekey::test
