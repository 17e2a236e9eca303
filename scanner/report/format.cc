#include "scanner/report/format.h"

#include <algorithm>
#include <utility>

#include "scanner/report/writers.h"

namespace rekey {

const std::vector<Format>& formats() {
  static const std::vector<Format> table = {
      {.name = "text",
       .summary = "for people",
       .writer = write_text,
       .is_for_people = true,
       .tells_incomplete = true},
      {"json", "everything, one object", write_json, Medium::kJson, true},
      {"jsonl", "a head, then one finding a line", write_jsonl, Medium::kJson, true},
      {.name = "sarif",
       .summary = "SARIF 2.1.0, for code hosts",
       .writer = write_sarif,
       .medium = Medium::kJson,
       .names_leaks = true,
       .hashes_lines = true},
      {"gitlab", "GitLab's secret detection report", write_gitlab, Medium::kJson, true},
      {"codequality", "GitLab's code quality report", write_codequality, Medium::kJson, true},
      {"rdjsonl", "diagnostics for reviewdog", write_rdjsonl, Medium::kJson},
      {"html", "one page for people", write_html, Medium::kMarkup, true},
      {"csv", "a row a place, for spreadsheets", write_csv, Medium::kText, true},
      {.name = "gitleaks",
       .summary = "gitleaks' JSON report",
       .writer = write_gitleaks,
       .medium = Medium::kJson,
       .shows_matches = true},
      {"junit", "JUnit XML, for CI systems", write_junit, Medium::kMarkup},
      {.name = "github",
       .summary = "annotations of GitHub Actions",
       .writer = write_github,
       .medium = Medium::kCommands,
       .is_of_a_change = true},
      {.name = "azure",
       .summary = "issues of Azure Pipelines' log",
       .writer = write_azure,
       .medium = Medium::kCommands,
       .is_of_a_change = true},
      {"markdown", "a table for a job's summary", write_markdown, Medium::kMarkdown},
      {.name = "brief",
       .summary = "under ten lines, for hooks",
       .writer = write_brief,
       .is_for_people = true,
       .is_of_a_change = true},
  };
  return table;
}

void Format::write(const Report& report, const ReportOptions& options,
                   const TakePiece& take) const {
  writer(report, options,
         [&](std::string piece) { take(without_commands(std::move(piece), medium)); });
}

std::string Format::text(const Report& report, const ReportOptions& options) const {
  std::string out;
  write(report, options, [&](const std::string& piece) { out += piece; });
  return out;
}

const Format* find_format(std::string_view name) {
  const std::vector<Format>& table = formats();
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Format& format) { return format.name == name; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace rekey
