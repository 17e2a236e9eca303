// Writers: one function a format; format.cc has the table. What each gives to `take` depends on its
// other arguments alone.
#pragma once

#include <string>
#include <string_view>

#include "scanner/report/format.h"

namespace rekey {

void write_text(const Report& report, const ReportOptions& options, const TakePiece& take);
void write_json(const Report& report, const ReportOptions& options, const TakePiece& take);
void write_jsonl(const Report& report, const ReportOptions& options, const TakePiece& take);
void write_sarif(const Report& report, const ReportOptions& options, const TakePiece& take);
void write_gitlab(const Report& report, const ReportOptions& options, const TakePiece& take);
void write_codequality(const Report& report, const ReportOptions& options, const TakePiece& take);
void write_rdjsonl(const Report& report, const ReportOptions& options, const TakePiece& take);
void write_html(const Report& report, const ReportOptions& options, const TakePiece& take);
void write_csv(const Report& report, const ReportOptions& options, const TakePiece& take);
void write_gitleaks(const Report& report, const ReportOptions& options, const TakePiece& take);
void write_junit(const Report& report, const ReportOptions& options, const TakePiece& take);
void write_github(const Report& report, const ReportOptions& options, const TakePiece& take);
void write_azure(const Report& report, const ReportOptions& options, const TakePiece& take);
void write_markdown(const Report& report, const ReportOptions& options, const TakePiece& take);
void write_brief(const Report& report, const ReportOptions& options, const TakePiece& take);

// A notice beside the findings, in the log of GitHub Actions.
std::string github_notice(std::string_view text);

// For reports of other shapes: a rule's reset as a JSON object, rules as SARIF's array of them.
std::string reset_json_text(const Reset& reset);
std::string sarif_rules_text(const std::vector<ReportRule>& rules);

}  // namespace rekey
