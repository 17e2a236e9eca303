// GitLab and rdjsonl: what their readers ask for beyond the schema. tests/cli/reports.sh checks the
// schemas and lets reviewdog read.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "scanner/report/format.h"
#include "scanner/report/text/words.h"
#include "tests/report/made_up.h"

namespace rekey::test {
namespace {

using Json = nlohmann::json;

Json gitlab_of(const Report& report, const ReportOptions& options = {}) {
  return Json::parse(find_format("gitlab")->text(report, options));
}

std::vector<Json> diagnostics_of(const Report& report) {
  std::vector<Json> out;
  std::string_view text;
  const std::string whole = find_format("rdjsonl")->text(report, {});
  for (text = whole; !text.empty(); text.remove_prefix(text.find('\n') + 1)) {
    out.push_back(Json::parse(text.substr(0, text.find('\n'))));
  }
  return out;
}

TEST_CASE("Both have every place of a new leak and none of a known or allowed one") {
  Report report = made_up_report();
  CHECK(gitlab_of(report).at("vulnerabilities").size() == 5);
  CHECK(diagnostics_of(report).size() == 5);
  report.findings[0].occurrences[1].allowed = Allowed::kByComment;
  CHECK(gitlab_of(report).at("vulnerabilities").size() == 4);
  CHECK(diagnostics_of(report).size() == 4);
}

std::set<std::string> ids_of(const Report& report) {
  std::set<std::string> ids;
  const Json json = gitlab_of(report);
  for (const Json& one : json.at("vulnerabilities")) ids.insert(one.at("id").get<std::string>());
  return ids;
}

TEST_CASE("GitLab: the same place has the same id in every run, another place another") {
  const std::set<std::string> ids = ids_of(made_up_report());
  CHECK(ids.size() == 5);
  Report later = made_up_report();
  later.started += 86400;
  later.stats.seconds = 17;
  CHECK(ids_of(later) == ids);
  ++later.findings[0].occurrences[1].column;
  CHECK(ids_of(later) != ids);
}

TEST_CASE("GitLab: what is no file is named by its object") {
  const Json json = gitlab_of(made_up_report()).at("vulnerabilities");
  CHECK(json.at(2).at("location").at("file") == "(commit message) cccccccccccc");
  CHECK(json.at(4).at("location").at("file") == "(blob bbbbbbbbbbbb)");
  CHECK(json.at(4).at("location").at("commit").at("sha") == std::string(40, 'e'));  // HEAD
  Report report = made_up_report();
  report.revision = "";
  CHECK(gitlab_of(report).at("vulnerabilities").at(4).at("location").at("commit").at("sha") ==
        "0000000");
}

TEST_CASE("GitLab: times are UTC without zone and fraction, from the scan's beginning to its end") {
  Report report = empty_report();
  report.started = 1772323199;  // before the end of a February
  report.stats.seconds = 0.1;
  Json scan = gitlab_of(report).at("scan");
  CHECK(scan.at("start_time") == "2026-02-28T23:59:59");
  CHECK(scan.at("end_time") == "2026-03-01T00:00:00");
  report.started = 0;
  scan = gitlab_of(report).at("scan");
  CHECK(scan.at("start_time") == "1970-01-01T00:00:00");
}

TEST_CASE("GitLab: a part that was not read is a warning, nothing read a failure") {
  Report report = made_up_report();
  CHECK(gitlab_of(report).at("scan").at("status") == "success");
  CHECK(gitlab_of(report).at("scan").at("messages").at(0).at("level") == "warn");
  report.stats.texts = 0;
  CHECK(gitlab_of(report).at("scan").at("status") == "failure");
  report.skipped.assign(1000, {"x", "y"});
  CHECK(gitlab_of(report).at("scan").at("messages").size() == 202);
}

TEST_CASE("GitLab: long texts are cut to what the schema allows, at a character") {
  Report report = made_up_report();
  for (int i = 0; i < 500; ++i) report.rules[0].rule.kind += "\xC3\xA9";
  report.rules[0].reset.steps.assign(1000, "Do this, \xE2\x82\xAC by \xE2\x82\xAC.");
  const Json one = gitlab_of(report).at("vulnerabilities").at(0);
  CHECK(one.at("name").get<std::string>().size() <= 255);
  CHECK(one.at("name").get<std::string>().size() > 250);
  CHECK(one.at("solution").get<std::string>().size() <= 7000);
  CHECK(one.at("solution").get<std::string>().find("\xEF\xBF\xBD") == std::string::npos);
}

TEST_CASE("GitLab: the secret stands where GitLab looks for it, if it is to be shown") {
  ReportOptions options;
  CHECK(!gitlab_of(made_up_report(), options)
             .at("vulnerabilities")
             .at(0)
             .contains("raw_source_code_extract"));
  options.show_secrets = true;
  CHECK(gitlab_of(made_up_report(), options)
            .at("vulnerabilities")
            .at(0)
            .at("raw_source_code_extract") == made_up_secret(1, "lock-"));
}

TEST_CASE("rdjsonl: columns count bytes; what a terminal shows is harmless; pairs are told") {
  const std::vector<Json> all = diagnostics_of(made_up_report());
  REQUIRE(all.size() == 5);
  CHECK(all[0].at("location").at("range").at("start") == Json{{"line", 3}, {"column", 8}});
  CHECK(all[0].at("location").at("range").at("end") == Json{{"line", 3}, {"column", 43}});
  CHECK(all[0].at("severity") == "ERROR");
  CHECK(all[0].at("related_locations").at(0).at("location").at("range").at("start").at("line") ==
        1);
  const auto shown = all[0].at("original_output").get<std::string>();
  CHECK(shown.starts_with("a \\x1b[2J\\x0a"));
  CHECK(shown.find('\n') == std::string::npos);
  CHECK(all[2].at("location").at("path") == "(commit message)");
}

TEST_CASE("A text is cut at a character, and says so") {
  CHECK(cut_text("abc", 3) == "abc");
  CHECK(cut_text("abcdefgh", 7) == "abcd…");
  CHECK(cut_text("abc\xC3\xA9\xC3\xA9\xC3\xA9", 7) == "abc…");
  CHECK(cut_text("a\xff", 9) == "a\xEF\xBF\xBD");
}

}  // namespace
}  // namespace rekey::test
