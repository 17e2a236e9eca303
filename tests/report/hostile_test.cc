// Every format with every hostile string in every text of a report: nothing of it acts.
#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/report/format.h"
#include "scanner/report/text/log_commands.h"
#include "tests/report/made_up.h"

namespace rekey::test {
namespace {

const std::vector<std::string> kHostile = {
    "\x1b]0;x\x07",
    "a\n::set-output name=x::y",
    "::set-output name=x::y",
    "\xC2\xA0::add-mask::x",
    "x ##vso[task.setvariable variable=a]b",
    "##[set-output name=x]y",
    "##teamcity[message text='x']",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]>--><!--",
    "=cmd|'/C calc'!A0",
    "\xE2\x80\xAEtxet",
    "\xFF\xFE\x80",
    "`id`$(id)",
    "a|b\r\n\r\n# c",
};

// `text` in every field that a repository, a rule file or an error has a say in.
Report hostile_report(const std::string& text) {
  Report report = made_up_report();
  report.note = report.source = report.root = report.repository = text;
  report.skipped = {{text, text}};
  report.stale = report.notes = {text};
  for (auto& [rule, reset] : report.rules) {
    rule.id = rule.kind = rule.provider = text;
    rule.tags = {text};
    reset.summary = reset.urgency = reset.console_url = reset.console_path = reset.check = text;
    reset.after = reset.side_effects = text;
    reset.steps = reset.docs = {text, "https://x.test.invalid/" + text};
    reset.revoke = {text, text, text, text, text};
  }
  for (Finding& finding : report.findings) {
    finding.reason = text;
    for (Occurrence& at : finding.occurrences) {
      if (at.place == Place::kFile) at.path = text;
      at.author = at.email = at.context_line = at.allow_reason = text;
      at.refs = at.layers = {text};
      if (at.match) at.match->before = at.match->after = text;
      for (Part& part : at.parts) part.path = text;
    }
  }
  return report;
}

// Lines of `text` that an agent reads as a command; of `format`, which may be one of commands.
std::vector<std::string> commands_in(std::string_view text, std::string_view format) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const size_t end = std::min(text.find_first_of("\n\r"), text.size());
    std::string line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    for (const char* space : {" ", "\t", "\xC2\xA0"}) {
      while (line.starts_with(space)) line.erase(0, std::string_view(space).size());
    }
    const std::string own = format == "github" ? "::" : format == "azure" ? "##vso[" : "";
    if (!own.empty()) {
      const bool is_own = line.starts_with("::error ") || line.starts_with("::warning ") ||
                          line.starts_with("::notice ") || line.starts_with("##vso[task.logissue ");
      if (is_own) line.erase(0, own.size());
    }
    const bool acts = line.starts_with("::") || line.find("##vso[") != std::string::npos ||
                      line.find("##[") != std::string::npos ||
                      line.find("##teamcity[") != std::string::npos;
    if (acts) out.push_back(line);
  }
  return out;
}

TEST_CASE("No text of a repository acts on a terminal, a CI system, a page or a table") {
  for (const std::string& hostile : kHostile) {
    const Report report = hostile_report(hostile);
    for (const Format& format : formats()) {
      CAPTURE(format.name);
      CAPTURE(hostile);
      for (const bool all : {false, true}) {
        ReportOptions options;
        options.verbose = options.known = options.stats = options.show_secrets = all;
        options.width = all ? 40 : 100;
        const std::string text = format.text(report, options);
        CHECK(commands_in(text, format.name) == std::vector<std::string>{});
        CHECK(std::all_of(text.begin(), text.end(), [](char c) {
          return static_cast<unsigned char>(c) >= 0x20 || c == '\n';
        }));
        CHECK(text.find('\x7f') == std::string::npos);
        if (format.medium == Medium::kMarkup || format.medium == Medium::kMarkdown) {
          for (const char* tag : {"<script>alert", "<img"}) {
            const size_t at = text.find(tag);
            CHECK((at == std::string::npos || text[at - 1] == '\\'));
          }
        }
        if (format.medium != Medium::kJson) CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
        if (format.name == "csv") CHECK(text.find(",=") == std::string::npos);
      }
    }
  }
}

TEST_CASE("What is escaped in JSON for CI systems reads as what it was") {
  const std::string hostile = "::a ##vso[b]##[c]####[";
  const std::string text = find_format("json")->text(hostile_report(hostile), {});
  CHECK(nlohmann::json::parse(text)["note"] == hostile);
}

TEST_CASE("Commands are found wherever agents find them, and other text stays") {
  const auto text = [](const std::string& in) { return without_commands(in, Medium::kText); };
  CHECK(text("::x") == "\\x3a:x");
  CHECK(text("a\n \t::x\n::y") == "a\n \t\\x3a:x\n\\x3a:y");
  CHECK(text("a\xE3\x80\x80::x") == "a\xE3\x80\x80::x");
  CHECK(text("\xE3\x80\x80::x") == "\xE3\x80\x80\\x3a:x");
  CHECK(text("a ##[x]##vso[y]") == "a #\\x23[x]#\\x23vso[y]");
  CHECK(text("###[x]") == "##\\x23[x]");
  CHECK(text("## Title\n### std::string [x] a::b") == "## Title\n### std::string [x] a::b");
  CHECK(without_commands("::x ##[y]", Medium::kCommands) == "::x ##[y]");
  CHECK(without_commands("##[y]", Medium::kMarkup) == "#&#35;[y]");
}

}  // namespace
}  // namespace rekey::test
