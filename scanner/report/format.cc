#include "scanner/report/format.h"

#include <algorithm>

#include "scanner/report/writers.h"

namespace rekey {

const std::vector<Format>& formats() {
  static const std::vector<Format> table = {
      {"text", "for people", write_text},
      {"json", "everything, one object", write_json},
      {"jsonl", "a head, then one finding a line", write_jsonl},
      {"sarif", "SARIF 2.1.0, for code hosts", write_sarif},
      {"gitlab", "GitLab's secret detection report", write_gitlab},
      {"rdjsonl", "diagnostics for reviewdog", write_rdjsonl},
      {"html", "one page for people", write_html},
      {"csv", "a row a place, for spreadsheets", write_csv},
      {"gitleaks", "gitleaks' JSON report", write_gitleaks},
      {"junit", "JUnit XML, for CI systems", write_junit},
      {"github", "annotations of GitHub Actions", write_github},
      {"azure", "issues of Azure Pipelines' log", write_azure},
      {"markdown", "a table for a job's summary", write_markdown},
      {"brief", "under ten lines, for hooks", write_brief},
  };
  return table;
}

const Format* find_format(std::string_view name) {
  const std::vector<Format>& table = formats();
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Format& format) { return format.name == name; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace rekey
