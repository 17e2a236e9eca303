// SARIF: what code hosts ask for beyond the schema. tests/cli/reports.sh checks the schema.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "scanner/base/gzip.h"
#include "scanner/report/format.h"
#include "tests/report/made_up.h"

namespace rekey::test {
namespace {

using Json = nlohmann::json;

Json run_of(const Report& report) {
  return Json::parse(find_format("sarif")->text(report, {})).at("runs").at(0);
}

TEST_CASE("A rule without texts of its own has all the texts that code scanning requires") {
  const Json run = run_of(made_up_report());
  for (const Json& rule : run.at("tool").at("driver").at("rules")) {
    for (const char* text : {"shortDescription", "fullDescription", "help"}) {
      CHECK(!rule.at(text).at("text").get<std::string>().empty());
      CHECK(rule.at(text).at("text").get<std::string>().size() <= 1024);
    }
  }
}

TEST_CASE("The tags of a rule are ten at most and no two are the same") {
  Report report = made_up_report();
  for (int i = 0; i < 30; ++i) report.rules[0].rule.tags.push_back("tag" + std::to_string(i % 15));
  const Json rule = run_of(report).at("tool").at("driver").at("rules").at(0);
  const auto tags = rule.at("properties").at("tags").get<std::vector<std::string>>();
  CHECK(tags.size() == 10);
  CHECK(std::set<std::string>(tags.begin(), tags.end()).size() == tags.size());
}

TEST_CASE("A long description is cut at a character, not in one") {
  Report report = made_up_report();
  for (int i = 0; i < 600; ++i) report.rules[0].rule.kind += "\xC3\xA9";
  const Json rule = run_of(report).at("tool").at("driver").at("rules").at(0);
  const auto text = rule.at("shortDescription").at("text").get<std::string>();
  CHECK(text.size() <= 1024);
  CHECK(text.size() > 1000);
}

TEST_CASE("A path is a relative URI of plain characters; what is no file has no URI") {
  const Json results = run_of(made_up_report()).at("results");
  REQUIRE(results.size() == 6);
  const Json& place = results[0].at("locations").at(0).at("physicalLocation");
  const auto uri = place.at("artifactLocation").at("uri").get<std::string>();
  CHECK(uri == "a%20%1B%5B2J%0A%22b%22%20%27%3Cc%3E%27%2C%7C%60%24%28d%29%60%FF/%25%3D%3A%3Ax.env");
  CHECK(place.at("region").at("startColumn") == 7);  // UTF-16 code units
  for (size_t i = 2; i < 5; ++i) {
    CHECK(!results[i].at("locations").at(0).contains("physicalLocation"));
    CHECK(results[i].at("locations").at(0).contains("logicalLocations"));
  }
}

TEST_CASE("A text from standard input without a name has no URI") {
  Report report = made_up_report();
  report.findings[0].occurrences = {made_up_place("", 1)};
  const Json place = run_of(report).at("results").at(0).at("locations").at(0);
  CHECK(!place.contains("physicalLocation"));
  CHECK(place.at("logicalLocations").at(0).at("fullyQualifiedName") != Json(""));
}

TEST_CASE("No address of a person is in it, and what is suppressed says so") {
  const Report report = made_up_report();
  CHECK(find_format("sarif")->text(report, {}).find("@test.invalid") == std::string::npos);
  const Json results = run_of(report).at("results");
  CHECK(!results[0].contains("suppressions"));
  CHECK(results[5].at("suppressions").at(0).at("kind") == "external");
}

TEST_CASE("Two leaks of a rule on one line have different line hashes") {
  Report report = made_up_report();
  report.findings.push_back(report.findings[0]);
  report.findings[2].secret = Secret(made_up_secret(9));
  const Json results = run_of(report).at("results");
  const char* hash = "primaryLocationLineHash";
  CHECK(results[0].at("partialFingerprints").at(hash) !=
        results[6].at("partialFingerprints").at(hash));
}

std::string left_out_of(const Json& run) {
  for (const Json& one : run.at("invocations").at(0).at("toolExecutionNotifications")) {
    auto text = one.at("message").at("text").get<std::string>();
    if (text.find("left out") != std::string::npos) return text;
  }
  return {};
}

TEST_CASE("25,000 results are the most, the worst are kept, and a notification counts the rest") {
  Report report = made_up_report();
  report.findings[1].occurrences.assign(25003, made_up_place("much/of.it", 1));
  std::vector<std::string> notes;
  ReportOptions options;
  options.notes = &notes;
  const std::string text = find_format("sarif")->text(report, options);
  const Json run = Json::parse(text).at("runs").at(0);
  CHECK(run.at("results").size() == 25000);
  CHECK(run.at("results").at(0).at("ruleId") == "lock-key");
  CHECK(left_out_of(run).starts_with("8 results of "));
  CHECK(notes == std::vector<std::string>{left_out_of(run)});
  notes.clear();
  (void)find_format("sarif")->text(made_up_report(), options);
  CHECK(notes.empty());
  CHECK(left_out_of(run_of(made_up_report())).empty());
}

TEST_CASE("A leak of very many places pushes no other leak out, and what HEAD has stays") {
  Report report = made_up_report();
  report.findings[0].occurrences.assign(30000, made_up_place("much/of.it", 1));
  report.findings[0].occurrences[29000].in_head = true;
  report.findings[0].occurrences[29000].path = "in/head";
  const Json run = run_of(report);
  REQUIRE(run.at("results").size() == 25000);
  CHECK(run.at("results").at(24999).at("ruleIndex") == 1);
  CHECK(run.at("results").at(24998).at("locations").at(0).dump().find("in/head") !=
        std::string::npos);
  CHECK(left_out_of(run).starts_with("5001 results of "));
  CHECK(left_out_of(run).find("none") == std::string::npos);
}

TEST_CASE("Of more leaks than there is room for the least severe have none, and are counted") {
  Report report = made_up_report();
  const Finding worst = report.findings[0], least = report.findings[1];
  report.findings.assign(24999, worst);
  report.findings.insert(report.findings.end(), 3, least);
  const Json run = run_of(report);
  CHECK(run.at("results").size() == 25000);
  CHECK(run.at("results").at(24999).at("ruleIndex") == 1);
  CHECK(left_out_of(run).find("; 2 leaks have none.") != std::string::npos);
}

TEST_CASE("Compressed, the file stays below 10 MB: the worst that fit are kept") {
  Report report = made_up_report();
  std::mt19937_64 random(7);
  const Finding worst = report.findings[0];
  for (int i = 0; i < 8000; ++i) {  // paths that no compressor makes smaller than by a quarter
    Finding finding = report.findings[1];
    std::string& path = finding.occurrences[0].path = "";
    for (int k = 0; k < 2500; ++k) {
      path += "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[random() % 64];
    }
    report.findings.push_back(std::move(finding));
  }
  const std::string text = find_format("sarif")->text(report, {});
  const size_t packed = gzip_size(text);
  CHECK(packed < 9'500'000);
  CHECK(packed > 7'000'000);  // and no more is cut than must be
  const Json run = Json::parse(text).at("runs").at(0);
  CHECK(run.at("results").at(0).at("ruleId") == "lock-key");
  CHECK(run.at("results").size() < 8000);
  CHECK(!left_out_of(run).empty());
}

TEST_CASE("An incomplete scan is not a successful one, and says what was not read") {
  const Json run = run_of(made_up_report());
  CHECK(run.at("invocations").at(0).at("executionSuccessful") == false);
  CHECK(run.at("invocations").at(0).at("toolExecutionNotifications").size() == 3);
  const Json empty = run_of(empty_report());
  CHECK(empty.at("invocations").at(0).at("executionSuccessful") == true);
  CHECK(empty.at("results") == Json::array());
  CHECK(empty.at("automationDetails").at("id") == "rekey/git/");
}

}  // namespace
}  // namespace rekey::test
