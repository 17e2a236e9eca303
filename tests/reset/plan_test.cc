// Plans: from reports, from rules, and from reports that somebody crafted.
#include "scanner/reset/plan.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "scanner/report/format.h"
#include "tests/report/golden.h"
#include "tests/report/made_up.h"
#include "tests/support/planted.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

using Json = nlohmann::json;

// A report with one finding of which everything is `hostile`.
std::string crafted(const Json& hostile) {
  const Json reset = {{"summary", hostile}, {"urgency", hostile},      {"console_url", hostile},
                      {"steps", {hostile}}, {"console_path", hostile}, {"check", hostile},
                      {"docs", {hostile}},  {"after", hostile},        {"revoke", hostile}};
  const Json place = {{"path", hostile}, {"line", hostile}, {"column", 1}, {"commit", hostile}};
  const Json finding = {{"rule", "one"},
                        {"kind", hostile},
                        {"provider", hostile},
                        {"severity", hostile},
                        {"secret", {{"masked", hostile}}},
                        {"occurrences", {place, hostile}},
                        {"reset", reset}};
  return Json({{"findings", {finding}}}).dump(-1, ' ', false, Json::error_handler_t::replace);
}

// The lines of what the script shows when every step is answered with y; the shell's own checks on.
std::string walked(const TempFolder& folder, std::string script) {
  const std::string terminal = "</dev/tty";
  size_t replaced = 0;
  for (size_t at = 0; (at = script.find(terminal)) != std::string::npos; ++replaced) {
    script.replace(at, terminal.size(), "<yes");
  }
  REQUIRE(replaced == 1);
  folder.write("plan.sh", script);
  folder.write("yes", "y\n");
  const std::string in_folder = "cd " + folder.path() + " && ";
  shell(in_folder + "sh -n plan.sh");
  return shell(in_folder + "sh -eu plan.sh");
}

TEST_CASE("A plan has one part for each kind, in the report's order, with every leak") {
  Report report = made_up_report();
  report.findings.push_back(report.findings[0]);
  const auto plan = plan_of_report(find_format("json")->text(report, {}), "r.json");
  REQUIRE(plan.ok());
  REQUIRE(plan->size() == 2);
  CHECK((*plan)[0].rule == "lock-key");
  CHECK((*plan)[0].leaks.size() == 2);
  CHECK((*plan)[0].leaks[0].places.size() == 5);
  CHECK((*plan)[0].leaks[0].places[1] == "conf/key.txt:3:8 in cccccccccccc");
  CHECK((*plan)[0].reset == lock_rule().reset);
  CHECK((*plan)[1].leaks.size() == 1);
}

TEST_CASE("Plans are the bytes of their golden files") {
  const auto plan = plan_of_report(find_format("json")->text(made_up_report(), {}), "r.json");
  REQUIRE(plan.ok());
  check_golden("plan.md", plan_markdown(*plan));
  check_golden("plan.json", plan_json(*plan));
  check_golden("plan.sh", plan_script(*plan));
  const ReportRule lock = lock_rule();
  check_golden("plan_of_rule.md", plan_markdown(plan_of_rule(lock.rule, lock.reset)));
}

TEST_CASE("A plan shows no secret, not even one that the report shows") {
  ReportOptions options;
  options.show_secrets = true;
  const auto plan = plan_of_report(find_format("json")->text(made_up_report(), options), "r.json");
  REQUIRE(plan.ok());
  for (const auto write : {plan_markdown, plan_json, plan_script}) {
    for (const uint64_t seed : {1, 2, 3}) {
      CHECK(write(*plan).find(made_up_secret(seed).substr(0, 10)) == std::string::npos);
    }
  }
}

TEST_CASE("What is no report is told with the file's name first") {
  const std::vector<std::string> texts = {"",
                                          " ",
                                          "null",
                                          "no JSON",
                                          "{",
                                          "[]",
                                          "{}",
                                          "\"findings\"",
                                          R"({"findings":null})",
                                          R"({"findings":{}})",
                                          R"({"findings":"rule"})",
                                          R"({"findings":[1]})",
                                          R"({"findings":[null]})",
                                          R"({"findings":[[]]})",
                                          R"({"findings":[{}]})",
                                          R"({"findings":[{"rule":1}]})",
                                          R"({"findings":[{"rule":""}]})",
                                          "{\"findings\":[],\"\xff\":1}"};
  for (const std::string& text : texts) {
    CAPTURE(text);
    const auto plan = plan_of_report(text, "a/report.json");
    REQUIRE(!plan.ok());
    CHECK(plan.error().code == ErrorCode::kUsage);
    CHECK(plan.error().message.starts_with("a/report.json: "));
    CHECK(plan.error().message.find('\n') == std::string::npos);
  }
}

TEST_CASE("Members of a wrong type are left out; nothing fails") {
  for (const Json& hostile :
       {Json(nullptr), Json(true), Json(-1), Json(1e300), Json("text"), Json::array(),
        Json::array({1, Json::array()}), Json::object(), Json({{"masked", {1}}})}) {
    CAPTURE(hostile.dump());
    const auto plan = plan_of_report(crafted(hostile), "r");
    REQUIRE(plan.ok());
    REQUIRE(plan->size() == 1);
    for (const auto write : {plan_markdown, plan_json, plan_script}) CHECK(!write(*plan).empty());
  }
}

TEST_CASE("Deep nesting is an error, not a crash") {
  for (const std::string open : {"[", "{\"findings\":"}) {
    std::string text;
    for (int i = 0; i < 2000000; ++i) text += open;
    const auto cut = plan_of_report(text, "deep");
    CHECK(!cut.ok());
  }
  std::string closed = "{\"findings\":[{\"rule\":\"one\",\"reset\":";
  closed += std::string(1000000, '[') + std::string(1000000, ']') + "}]}";
  const auto plan = plan_of_report(closed, "deep");
  REQUIRE(!plan.ok());
  CHECK(plan.error().message.starts_with("deep: "));
}

TEST_CASE("Huge arrays and texts are cut; too many kinds are an error") {
  Json finding = Json::parse(crafted(std::string(100000, 'x'))).at("findings").at(0);
  finding["occurrences"] = std::vector<Json>(100000, {{"path", "p"}, {"line", 1}, {"column", 1}});
  finding["reset"]["steps"] = std::vector<std::string>(100000, "again");
  const auto plan = plan_of_report(Json({{"findings", {finding}}}).dump(), "r");
  REQUIRE(plan.ok());
  CHECK(plan_markdown(*plan).size() < 200000);
  CHECK((*plan)[0].leaks[0].places.size() == 20);

  Json many = Json::array();
  for (int i = 0; i < 6000; ++i) many.push_back({{"rule", "r" + std::to_string(i)}});
  const auto kinds = plan_of_report(Json({{"findings", many}}).dump(), "r");
  REQUIRE(!kinds.ok());
  CHECK(kinds.error().message.starts_with("r: "));
}

TEST_CASE("A script is valid and runs nothing, whatever the names in the report") {
  const TempFolder folder;
  for (const std::string hostile :
       {"'; touch pwned; '", "$(touch pwned)", "`touch pwned`", "\n touch pwned \n",
        "\\'\ntouch pwned", "\r\n'\"\\", "-n -e %s %n \\c \\0101", "!!", "a\x1b]0;x\x07",
        "\xE2\x80\xAE", "END\ntouch pwned"}) {
    CAPTURE(hostile);
    const auto plan = plan_of_report(crafted(hostile), "r");
    REQUIRE(plan.ok());
    const std::string shown = walked(folder, plan_script(*plan));
    CHECK(shown.find("The plan is done.") != std::string::npos);
    CHECK(shell("ls " + folder.path()) == "plan.sh\nyes\n");
    for (const char c : shown) {
      if (static_cast<unsigned char>(c) < 0x20 && c != '\n') FAIL_CHECK("byte " << int{c});
    }
  }
}

TEST_CASE("A script stops at the first step that is not done") {
  const auto plan = plan_of_report(find_format("json")->text(made_up_report(), {}), "r");
  REQUIRE(plan.ok());
  const TempFolder folder;
  std::string script = plan_script(*plan);
  script.replace(script.find("</dev/tty"), 9, "<no");
  folder.write("plan.sh", script);
  folder.write("no", "n\n");
  const std::string shown = shell("cd " + folder.path() + " && ! sh plan.sh");
  CHECK(shown.find("1. Make a new key.") != std::string::npos);
  CHECK(shown.find("2. Put it") == std::string::npos);
  CHECK(shown.ends_with("Stopped.\n"));
}

TEST_CASE("Markdown of a crafted report has no markup, link or line of the report's making") {
  const auto plan = plan_of_report(
      crafted("x](https://evil.test.invalid)\n# Heading\n<img src=x>|`c`\x1b[2J\xE2\x80\xAE"), "r");
  REQUIRE(plan.ok());
  const std::string text = plan_markdown(*plan);
  for (const std::string bad : {"\n# Heading", "x](", "\x1b", "\xE2\x80\xAE"}) {
    CAPTURE(bad);
    CHECK(text.find(bad) == std::string::npos);
  }
  for (size_t at = 0; (at = text.find('<', at)) != std::string::npos; ++at) {
    CHECK(text[at - 1] == '\\');
  }
}

TEST_CASE("A link of a crafted report is a web address or plain text") {
  for (const std::string hostile : {"javascript:alert(1)", "https://a> <b", "https://a\x1b[2J",
                                    "file:///etc/passwd", "https://a\n\n# b"}) {
    CAPTURE(hostile);
    const auto plan = plan_of_report(crafted(hostile), "r");
    REQUIRE(plan.ok());
    CHECK(plan_markdown(*plan).find("<" + hostile.substr(0, 6)) == std::string::npos);
  }
  const auto plan = plan_of_report(crafted("https://a.test.invalid/?b=c&d"), "r");
  CHECK(plan_markdown(*plan).find("<https://a.test.invalid/?b=c&d>") != std::string::npos);
}

TEST_CASE(
    "Every built-in rule has a plan: a first thing to do, steps, how to check, what to look at") {
  for (const LoadedRule& rule : pattern_rules()) {
    CAPTURE(rule.rule.id);
    CHECK(!rule.reset.summary.empty());
    CHECK(!rule.reset.check.empty());
    CHECK(!rule.reset.after.empty());
    const Plan plan = plan_of_rule(rule.rule, rule.reset);
    CHECK(plan_markdown(plan).find("\n1. ") != std::string::npos);
    CHECK(plan_markdown(plan).find('{' + std::string("provider}")) == std::string::npos);
    CHECK(plan_script(plan).starts_with("#!/bin/sh"));
  }
}

}  // namespace
}  // namespace rekey::test
