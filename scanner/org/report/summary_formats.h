// SummaryFormats: the table of ways to write a Summary: those that say all of it, and those of
// every report (report/format.h), which say what a report has. Pure functions: the same summary,
// the same bytes; nothing of a repository reaches a terminal, a table or a page as anything but
// text.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/org/report/summary.h"
#include "scanner/report/text/log_commands.h"

namespace rekey {

struct SummaryOptions {
  bool verbose = false;  // text, markdown: every place, all steps, what is not open too
};

struct SummaryFormat {
  std::string_view name;
  std::function<std::string(const Summary&, const SummaryOptions&)> writer;
  Medium medium = Medium::kText;

  // Without what a CI system takes for a command.
  [[nodiscard]] std::string write(const Summary& summary, const SummaryOptions& options) const {
    return without_commands(writer(summary, options), medium);
  }
};

const std::vector<SummaryFormat>& summary_formats();

std::string summary_json(const Summary& summary, const SummaryOptions& options);
std::string summary_jsonl(const Summary& summary, const SummaryOptions& options);
std::string summary_text(const Summary& summary, const SummaryOptions& options);
std::string summary_markdown(const Summary& summary, const SummaryOptions& options);
std::string summary_csv(const Summary& summary, const SummaryOptions& options);
std::string summary_sarif(const Summary& summary, const SummaryOptions& options);

// "3 repositories of 5; 1 failed": what formats for people say of the round.
std::string round_text(const Summary& summary);
// "host/group/app path:3:5", with the commit.
std::string place_text(const Summary& summary, const LeakPlace& at);
// "public", "private", ... and "unknown to whom".
std::string exposure_text(const Leak& leak);

}  // namespace rekey
