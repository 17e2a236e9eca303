#include "scanner/suppress/suppressions.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "scanner/findings/fingerprint.h"

namespace rekey::test {
namespace {

constexpr std::string_view kToday = "2026-11-24";

std::vector<Rule> rules() {
  std::vector<Rule> out(2);
  out[0].id = out[0].family = "lock-key";
  out[1].id = out[1].family = "door-key";
  return out;
}

Finding found(uint32_t rule, const std::string& secret, const std::string& path) {
  Finding finding;
  finding.rule = rule;
  finding.secret = Secret(secret);
  finding.fingerprint = fingerprint(rules()[rule].family, finding.secret);
  Occurrence at;
  at.path = path;
  at.line = 7;
  at.commit = std::string(40, 'c');
  finding.occurrences = {at};
  return finding;
}

struct Outcome {
  std::vector<Finding> findings;
  Stats stats;
};

Outcome applied(const Suppressions& suppressions, std::vector<Finding> findings) {
  Outcome out{std::move(findings), {}};
  suppressions.apply(out.findings, rules(), kToday, out.stats);
  return out;
}

TEST_CASE("an entry suppresses its leak, with its place and reason") {
  Suppressions all;
  const Finding leak = found(0, "one", "a.env");
  REQUIRE(all.add_ignore_file(leak.fingerprint + " # a test's\n", "ignore").ok());
  const Outcome out = applied(all, {leak, found(0, "two", "a.env")});
  CHECK(out.findings[0].status == FindingStatus::kAllowed);
  CHECK(out.findings[0].reason == "ignore:1: a test's");
  CHECK(out.findings[1].status == FindingStatus::kNew);
  CHECK(out.stats.suppressed == std::map<std::string, uint64_t>{{"ignore file", 1}});
}

TEST_CASE("a pattern suppresses places, and for its rules alone") {
  Suppressions all;
  REQUIRE(all.add_ignore_file("tests/ lock-key\n", "ignore").ok());
  Finding two = found(0, "one", "tests/a.env");
  two.occurrences.push_back(found(0, "one", "src/a.env").occurrences[0]);
  const Outcome out = applied(all, {found(0, "x", "tests/a"), found(1, "x", "tests/a"), two});
  CHECK(out.findings[0].status == FindingStatus::kAllowed);
  CHECK(out.findings[1].status == FindingStatus::kNew);
  CHECK(out.findings[2].status == FindingStatus::kNew);
  CHECK(out.findings[2].occurrences[0].allowed == Allowed::kByFile);
  CHECK(out.findings[2].occurrences[1].allowed == Allowed::kNot);
}

TEST_CASE("an entry that has ended suppresses nothing and says so") {
  Suppressions all;
  REQUIRE(all.add_ignore_file("*.env until 2026-11-23\n", "ignore").ok());
  const Outcome out = applied(all, {found(0, "x", "a.env")});
  CHECK(out.findings[0].status == FindingStatus::kNew);
  CHECK(out.findings[0].occurrences[0].allow_reason == "ignore:1 ended on 2026-11-23");
}

TEST_CASE("gitleaks' entries are about a place; an id that no rule has stands for any rule") {
  const std::string commit(40, 'c'), other(40, 'd');
  for (const auto& [line, allowed] : {std::pair{commit + ":a.env:lock-key:7", true},
                                      {"a.env:lock-key:7", true},
                                      {"a.env:their-key:7", true},
                                      {"a.env:door-key:7", false},
                                      {"a.env:lock-key:8", false},
                                      {other + ":a.env:lock-key:7", false},
                                      {"b.env:lock-key:7", false}}) {
    const std::string entry = line;  // a binding cannot be captured
    CAPTURE(entry);
    Suppressions all;
    all.add_gitleaks_ignore(entry + "\n", "g");
    const Outcome out = applied(all, {found(0, "x", "a.env")});
    CHECK((out.findings[0].status == FindingStatus::kAllowed) == allowed);
  }
}

TEST_CASE("a baseline knows its leaks wherever they stand, and lists those that are gone") {
  Baseline known;
  known[found(0, "one", "").fingerprint] = {"lock-key", "(3)", "old.env", "to be rotated"};
  known[found(1, "two", "").fingerprint] = {"door-key", "(3)", "gone.env", ""};
  Suppressions all;
  REQUIRE(all.add_baseline(write_baseline(known), "base").ok());
  const Outcome out = applied(all, {found(0, "one", "moved.env"), found(0, "new", "a")});
  CHECK(out.findings[0].status == FindingStatus::kBaseline);
  CHECK(out.findings[0].reason == "to be rotated");
  CHECK(out.findings[1].status == FindingStatus::kNew);
  CHECK(all.stale(out.findings) == std::vector<std::string>{"door-key  (3)  gone.env"});
}

TEST_CASE("a baseline is one line a leak, and reads in any order and twice") {
  Baseline known;
  for (const char* secret : {"one", "two", "three"}) {
    known[found(0, secret, "").fingerprint] = {"lock-key", "\xE2\x80\xA6(3)", "a\xFF.env", ""};
  }
  const std::string text = write_baseline(known);
  CHECK(std::count(text.begin(), text.end(), '\n') == 5);
  const size_t first = text.find('\n') + 1;
  const std::string line = text.substr(first, text.find('\n', first) + 1 - first);
  const std::string twice = text.substr(0, first) + text.substr(first + line.size(), line.size()) +
                            line + text.substr(first);
  const Result<Baseline> read = parse_baseline(twice, "base");
  REQUIRE(read.ok());
  CHECK(write_baseline(*read) == text);
}

TEST_CASE("what is no baseline is told, with the line of a merge's mark") {
  const auto fault = [](const std::string& text) {
    const Result<Baseline> read = parse_baseline(text, "base");
    return read ? std::string() : read.error().message;
  };
  const std::string text = write_baseline({});
  CHECK(fault(text) == "");
  CHECK(fault("") == "base: not a baseline of rekey");
  CHECK(fault("[]") == "base: not a baseline of rekey");
  CHECK(fault(std::string(100000, '[')) == "base: not a baseline of rekey");
  CHECK(fault(R"({"rekey-baseline": 3, "leaks": []})") == "base: a baseline of a later rekey");
  CHECK(fault(R"({"rekey-baseline": 1, "leaks": [{"fingerprint": "12"}]})").find("leak 1") !=
        std::string::npos);
  CHECK(fault("{\n<<<<<<< HEAD\n").starts_with("base:2: "));
}

}  // namespace
}  // namespace rekey::test
