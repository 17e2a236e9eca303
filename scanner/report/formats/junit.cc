// JUnit XML, which every CI system can show: a suite, a case a place. A leak is a failure, a
// suppressed one is skipped, what could not be read is an error; a clean scan is one passed case.
// By Jenkins' schema (junit-10.xsd). CI systems know a case by its name, so the commit is part of
// it.
#include <cstdio>

#include "scanner/report/text/escape.h"
#include "scanner/report/text/reset_markdown.h"
#include "scanner/report/text/words.h"
#include "scanner/report/writers.h"

namespace rekey {
namespace {

std::string attribute(std::string_view name, std::string_view raw) {
  return " " + std::string(name) + "=\"" + markup_text(raw) + "\"";
}

std::string case_head(std::string_view classname, std::string_view name, bool is_file,
                      const Occurrence& at) {
  std::string out = "  <testcase" + attribute("classname", classname) + attribute("name", name);
  if (is_file)
    out += attribute("file", shown_path(at)) + attribute("line", std::to_string(at.line));
  return out + ">\n";
}

std::string leak_case(const ReportRule& entry, const Finding& finding, const Occurrence& at,
                      bool show_secrets) {
  const std::string place =
      shown_path(at) + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
  const std::string where = at.commit.empty() ? place : place + " in " + short_id(at.commit);
  const bool is_file = at.place == Place::kFile && !at.path.empty();
  std::string out = case_head(entry.rule.id, kind_name(entry.rule) + " in " + where, is_file, at);
  const FindingStatus status = status_at(finding, at);
  if (status != FindingStatus::kNew) {
    std::string why(status_name(status));
    if (const std::string& reason = reason_at(finding, at); !reason.empty()) why += ": " + reason;
    return out + "    <skipped" + attribute("message", why) + "/>\n  </testcase>\n";
  }
  out += "    <failure" + attribute("type", severity_name(finding.severity)) +
         attribute("message", leak_message(entry, finding)) + ">" + markup_text(place) + "\n";
  if (!at.commit.empty()) {
    out += markup_text("commit " + at.commit + " by " + at.author + ", " + at.date) + "\n";
  }
  if (show_secrets) out += markup_text(finding.secret.reveal()) + "\n";
  out += markup_text(reset_plain(entry.reset)) + "\n";
  if (!entry.reset.console_url.empty()) out += markup_text(entry.reset.console_url) + "\n";
  return out + "    </failure>\n  </testcase>\n";
}

std::string unread_case(const Skipped& one) {
  return case_head("rekey.unread", "read " + one.what, false, {}) + "    <error" +
         attribute("type", "unread") + attribute("message", one.why) + "/>\n  </testcase>\n";
}

struct Counts {
  size_t failures = 0, skipped = 0, errors = 0, passed = 0;
};

Counts counts_of(const Report& report) {
  Counts counts;
  for (const Finding& finding : report.findings) {
    for (const Occurrence& at : finding.occurrences) {
      const bool is_new = status_at(finding, at) == FindingStatus::kNew;
      ++(is_new ? counts.failures : counts.skipped);
    }
  }
  counts.errors = report.skipped.size();
  counts.passed = counts.failures + counts.skipped + counts.errors == 0 ? 1 : 0;
  return counts;
}

std::string counts_text(const Report& report, const Counts& counts) {
  const size_t all = counts.failures + counts.skipped + counts.errors + counts.passed;
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%.3f", report.stats.seconds);
  return attribute("tests", std::to_string(all)) +
         attribute("failures", std::to_string(counts.failures)) +
         attribute("errors", std::to_string(counts.errors)) + attribute("time", seconds);
}

}  // namespace

void write_junit(const Report& report, const ReportOptions& options, const TakePiece& take) {
  const Counts counts = counts_of(report);
  const std::string head =
      attribute("name", "rekey " + report.source) + counts_text(report, counts);
  take("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + head + ">\n <testsuite" + head +
       attribute("skipped", std::to_string(counts.skipped)) + ">\n");
  for (const Finding& finding : report.findings) {
    for (const Occurrence& at : finding.occurrences) {
      take(leak_case(report.rules[finding.rule], finding, at, options.show_secrets));
    }
  }
  for (const Skipped& one : report.skipped) take(unread_case(one));
  if (counts.passed > 0) take("  <testcase classname=\"rekey\" name=\"No leaks found\"/>\n");
  take(" </testsuite>\n</testsuites>\n");
}

}  // namespace rekey
