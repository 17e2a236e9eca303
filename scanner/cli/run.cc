#include "scanner/cli/run.h"

#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <utility>
#include <vector>

#include "scanner/base/file.h"
#include "scanner/base/time_text.h"
#include "scanner/cli/masked_message.h"
#include "scanner/cli/progress.h"
#include "scanner/cli/rule_setup.h"
#include "scanner/cli/suppression_files.h"
#include "scanner/cli/terminal.h"
#include "scanner/report/format.h"
#include "scanner/report/words.h"

namespace rekey {
namespace {

struct ReportTarget {
  const Format* format = nullptr;
  std::string file;  // "" = standard output
};

Error usage(std::string message) {
  return {ErrorCode::kUsage, std::move(message)};
}

Result<std::vector<ReportTarget>> parse_targets(const ScanFlags& flags) {
  std::vector<ReportTarget> targets{{find_format(flags.format), ""}};
  for (const std::string& text : flags.reports) {
    const size_t equals = text.find('=');
    const Format* format = find_format(text.substr(0, equals));
    if (format == nullptr || equals == std::string::npos || equals + 1 == text.size()) {
      return usage("--report " + text + ": give FORMAT=FILE, with a format that --format takes");
    }
    targets.push_back({format, text.substr(equals + 1)});
  }
  return targets;
}

// "256MiB", "10M", "4096": powers of 1024.
Result<uint64_t> parse_size(const std::string& text) {
  constexpr uint64_t kLargest = (uint64_t{4} << 30) - 1;  // what one match call can take
  uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  std::string unit(rest, end);
  if (unit.ends_with("iB")) unit.resize(unit.size() - 2);
  if (unit.ends_with("B")) unit.resize(unit.size() - 1);
  int shift = -1;
  for (const auto& [name, bits] : {std::pair{"", 0}, {"K", 10}, {"M", 20}, {"G", 30}}) {
    if (unit == name) shift = bits;
  }
  if (error != std::errc() || shift < 0 || value == 0 || value > (kLargest >> shift)) {
    return usage("--max-file-size " + text + ": give a size such as 256MiB, below 4GiB");
  }
  return value << shift;
}

// The day in UTC, as marks that end name it.
std::string today() {
  return day_text(std::chrono::duration_cast<std::chrono::seconds>(
                      std::chrono::system_clock::now().time_since_epoch())
                      .count());
}

Severity severity_of(const std::string& name) {
  constexpr std::array<std::string_view, 5> kNames = {"info", "low", "medium", "high", "critical"};
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Severity>(i);
  }
  return Severity::kLow;
}

Confidence confidence_of(const std::string& name) {
  constexpr std::array<std::string_view, 4> kNames = {"low", "medium", "high", "certain"};
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Confidence>(i);
  }
  return Confidence::kLow;
}

Result<ScanOptions> options_of(const ScanFlags& flags, const RunPlan& plan,
                               const std::vector<ReportTarget>& targets) {
  ScanOptions options;
  Result<uint64_t> size = parse_size(flags.max_file_size);
  if (!size) return size.error();
  Result<std::shared_ptr<const Matcher>> matcher =
      set_up_rules({flags.config, plan.root, flags.rules, plan.sealed});
  if (!matcher) return matcher.error();
  options.matcher = *std::move(matcher);
  options.threads = flags.threads;
  options.max_file_size = *size;
  options.min_severity = severity_of(flags.min_severity);
  options.min_confidence = confidence_of(flags.min_confidence);
  options.only_rules = flags.only_rules;
  options.skip_rules = flags.skip_rules;
  options.today = today();
  options.heed_comments = plan.heed_comments;
  options.mask_names = !flags.show_secrets;
  Result<Suppressions> suppressions =
      find_suppressions({flags.baseline, flags.ignore_file, plan.root});
  if (!suppressions) return suppressions.error();
  for (const std::string& note : suppressions->notes()) say(note);
  options.suppressions = std::make_shared<const Suppressions>(*std::move(suppressions));
  for (const ReportTarget& target : targets) {
    options.line_hashes = options.line_hashes || target.format->name == "sarif";
    options.match_texts = options.match_texts || target.format->name == "gitleaks";
  }
  return options;
}

Status write_reports(const Report& report, const std::vector<ReportTarget>& targets,
                     const ScanFlags& flags, const RunPlan& plan) {
  for (const ReportTarget& target : targets) {
    std::vector<std::string> notes;
    ReportOptions options;
    options.notes = &notes;
    options.show_secrets = flags.show_secrets;
    options.verbose = flags.verbose;
    options.known = flags.verbose || flags.exit_on == "any";
    options.stats = flags.stats;
    options.heed_comments = plan.heed_comments;
    if (target.file.empty()) {
      options.color = wants_color(STDOUT_FILENO, flags.no_color);
      options.width = terminal_width();
    }
    std::string text = target.format->write(report, options);
    for (const std::string& note : notes) say(std::string(target.format->name) + ": " + note);
    if (target.file.empty() && plan.shown) text = plan.shown(std::move(text), target.format->name);
    Status status = target.file.empty() ? write_output(text) : write_file(target.file, text);
    if (!status) return status;
  }
  return {};
}

ExitCode exit_code(const Report& report, const ScanFlags& flags) {
  bool leaks = false;
  for (const Finding& finding : report.findings) {
    leaks = leaks || (flags.exit_on == "any" && finding.status != FindingStatus::kAllowed) ||
            (flags.exit_on == "new" && finding.status == FindingStatus::kNew);
  }
  if (leaks) return ExitCode::kLeaks;
  return report.complete ? ExitCode::kClean : ExitCode::kIncomplete;
}

}  // namespace

ExitCode fail(const Error& error) {
  say(masked_message(error.message));
  return ExitCode::kUsage;
}

namespace {

Result<Report> with_progress(ScanOptions options, const ScanFlags& flags,
                             const ScanFunction& scan) {
  ProgressLine line(!flags.no_progress && !flags.quiet);
  options.progress = [&line](const Progress& progress) { line.update(progress); };
  const auto started = std::chrono::system_clock::now().time_since_epoch();
  Result<Report> report = scan(options);
  if (report) report->started = std::chrono::duration_cast<std::chrono::seconds>(started).count();
  return report;
}

}  // namespace

Result<ScanOptions> scan_options(const ScanFlags& flags, const std::string& root) {
  return options_of(flags, RunPlan{.root = root}, {});
}

Result<Report> scan_alone(const ScanFlags& flags, const std::string& root,
                          const ScanFunction& scan) {
  Result<ScanOptions> options = options_of(flags, RunPlan{.root = root}, {});
  if (!options) return options.error();
  return with_progress(*std::move(options), flags, scan);
}

ExitCode run_scan(const ScanFlags& flags, const std::string& root, const ScanFunction& scan) {
  return run_scan(flags, RunPlan{.root = root}, scan);
}

ExitCode run_scan(const ScanFlags& flags, const RunPlan& plan, const ScanFunction& scan) {
  Result<std::vector<ReportTarget>> targets = parse_targets(flags);
  if (!targets) return fail(targets.error());
  Result<ScanOptions> options = options_of(flags, plan, *targets);
  if (!options) return fail(options.error());
  Result<Report> report = with_progress(*std::move(options), flags, scan);
  if (!report) return fail(report.error());
  Status written = write_reports(*report, *targets, flags, plan);
  if (written && plan.tell) written = plan.tell(*report);
  if (!written) return fail(written.error());
  if (!report->complete && !flags.quiet && flags.format != "text") {
    say("incomplete: " + count_text(report->skipped.size(), "thing") + " could not be read");
  }
  return exit_code(*report, flags);
}

}  // namespace rekey
