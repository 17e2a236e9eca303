// HTML: what holds of the page's text. tests/cli/html.sh looks at it in a browser.
#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "scanner/base/base64.h"
#include "scanner/base/digest.h"
#include "scanner/report/format.h"
#include "tests/report/made_up.h"

namespace rekey::test {
namespace {

std::string page_of(const Report& report, const ReportOptions& options = {}) {
  return find_format("html")->text(report, options);
}

size_t count(std::string_view text, std::string_view what) {
  size_t found = 0;
  for (size_t at = 0; (at = text.find(what, at)) != std::string_view::npos; at += what.size()) {
    ++found;
  }
  return found;
}

std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  const size_t from = text.find(begin) + begin.size();
  return text.substr(from, text.find(end, from) - from);
}

std::string digest_of(std::string_view text) {
  const auto digest = sha256(text);
  return "'sha256-" + base64_encode({reinterpret_cast<const char*>(digest.data()), digest.size()}) +
         "'";
}

TEST_CASE("The page's policy allows its one style and its one script, and nothing else") {
  const std::string page = page_of(made_up_report());
  CHECK(count(page, "<script") == 1);
  CHECK(count(page, "</script") == 1);
  CHECK(count(page, "<style") == 1);
  CHECK(page.find("default-src 'none'") != std::string::npos);
  CHECK(page.find("style-src " + digest_of(between(page, "<style>", "</style>"))) !=
        std::string::npos);
  CHECK(page.find("script-src " + digest_of(between(page, "<script>", "</script>"))) !=
        std::string::npos);
  for (const char* outside : {" src=", "<link", "<img", "<iframe", "@import", "url(",
                              " style=", "<base", "<form", " onload", " onclick"}) {
    CAPTURE(outside);
    CHECK(page.find(outside) == std::string::npos);
  }
}

// Azure Pipelines reads "##" in a log as the beginning of a command, so there it becomes "# #"
// (cli/ci/ci_output.h): in a style or a script that would be another digest.
TEST_CASE("Neither the style nor the script has what a CI system changes") {
  const std::string page = page_of(made_up_report());
  CHECK(between(page, "<style>", "</style>").find("##") == std::string::npos);
  CHECK(between(page, "<script>", "</script>").find("##") == std::string::npos);
}

TEST_CASE("No text of a repository or a rule is markup") {
  Report report = made_up_report();
  const std::string hostile = "</script><script>x</script>\"'><b onload=x>&amp;\xE2\x80\xAE";
  report.source = report.root = report.repository = report.note = report.revision = hostile;
  report.skipped = {{hostile, hostile}};
  Finding& finding = report.findings[0];
  finding.reason = finding.occurrences[1].allow_reason = hostile;
  for (Occurrence& at : finding.occurrences) {
    at.author = at.context_line = at.date = at.commit = at.removed_in = hostile;
    at.refs = at.layers = {hostile};
  }
  auto& [rule, reset] = report.rules[0];
  rule.id = rule.kind = rule.provider = rule.mask_prefix = hostile;
  reset.summary = reset.urgency = reset.console_url = reset.console_path = hostile;
  reset.check = reset.after = reset.side_effects = reset.revoke.auth = reset.revoke.url = hostile;
  reset.steps = reset.docs = {hostile, "`" + hostile + "` and `"};
  const std::string page = page_of(report);
  CHECK(count(page, "<script") == 1);
  CHECK(page.find("<b ") == std::string::npos);
  CHECK(page.find("\xE2\x80\xAE") == std::string::npos);
  CHECK(page.find("&amp;amp;") != std::string::npos);
  CHECK(page.find("href=\"<") == std::string::npos);
}

TEST_CASE("Only web addresses are links") {
  Report report = made_up_report();
  report.rules[0].reset.console_url = "javascript:alert(1)";
  report.rules[0].reset.docs = {"https://host.test.invalid/a b", "data:text/html,x", "//host"};
  const std::string page = page_of(report);
  CHECK(page.find("href=\"javascript") == std::string::npos);
  CHECK(count(page, "<a href=\"") == 0);
  report.repository = "https://github.com/team/repo";
  CHECK(page_of(report).find("<a href=\"https://github.com/team/repo/blob/cccc") !=
        std::string::npos);
}

TEST_CASE("Every leak is an item, every place in its list, every step a box to tick") {
  const std::string page = page_of(made_up_report());
  CHECK(count(page, "<li class=\"leak") == 2);
  CHECK(count(page, "<span class=\"path\">") == 6);
  CHECK(count(page, "<li><label><input type=\"checkbox\"><span>") == 4 + 1);
  CHECK(page.find("Revoke it where it was issued") != std::string::npos);  // the rule says nothing
  CHECK(count(page, "class=\"leak quiet\"") == 1);
  CHECK(page.find("1 leaked credential, 1 in the baseline") != std::string::npos);
}

TEST_CASE("Leaks of a kind share its steps, and each has ticks of its own") {
  Report report = made_up_report();
  for (uint64_t seed = 100; seed < 150; ++seed) {
    report.findings.insert(report.findings.begin(), report.findings[0]);
    report.findings[0].fingerprint = fingerprint("lock", Secret(made_up_secret(seed)));
  }
  const std::string page = page_of(report);
  CHECK(count(page, "Read the access log since the leak.") == 1);
  CHECK(count(page, "aria-label=\"Step 4\"") == 51);
  CHECK(count(page, "aria-label=\"Step 5\"") == 0);
}

TEST_CASE("A leak of very many places lists the first and counts the others") {
  Report report = made_up_report();
  report.findings[0].occurrences.assign(1000, report.findings[0].occurrences[1]);
  const std::string page = page_of(report);
  CHECK(count(page, "<span class=\"path\">conf/key.txt") == 203);
  CHECK(page.find("797 places more") != std::string::npos);
}

TEST_CASE("A page without leaks says whether it could read all") {
  CHECK(page_of(empty_report()).find("Nothing to reset.") != std::string::npos);
  Report report = empty_report();
  report.complete = false;
  report.skipped = {{"x", "cannot be read"}};
  const std::string page = page_of(report);
  CHECK(page.find("Nothing found in what could be read.") != std::string::npos);
  CHECK(page.find("This report is incomplete: </strong>1 thing could not") != std::string::npos);
  report.skipped.clear();
  CHECK(page_of(report).find("</strong>not all could be read.") != std::string::npos);
  CHECK(page.find("id=\"search\"") == std::string::npos);
}

TEST_CASE("A page with secrets says so") {
  const std::string words = "This page shows secrets in clear text.";
  ReportOptions options;
  CHECK(page_of(made_up_report(), options).find(words) == std::string::npos);
  options.show_secrets = true;
  CHECK(page_of(made_up_report(), options).find(words) != std::string::npos);
  CHECK(page_of(empty_report(), options).find(words) == std::string::npos);
}

}  // namespace
}  // namespace rekey::test
