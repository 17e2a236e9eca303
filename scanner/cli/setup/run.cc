#include "scanner/cli/setup/run.h"

#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <sstream>
#include <utility>
#include <vector>

#include "scanner/base/file_writer.h"
#include "scanner/base/memory.h"
#include "scanner/base/time_text.h"
#include "scanner/cli/setup/masked_message.h"
#include "scanner/cli/setup/rule_setup.h"
#include "scanner/cli/setup/stop_signals.h"
#include "scanner/cli/setup/suppression_files.h"
#include "scanner/cli/terminal/progress.h"
#include "scanner/cli/terminal/terminal.h"
#include "scanner/report/format.h"
#include "scanner/report/text/words.h"
#include "scanner/rules/levels.h"

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

Result<ScanOptions> options_of(const ScanFlags& flags, const RunPlan& plan,
                               const std::vector<ReportTarget>& targets) {
  ScanOptions options;
  Result<uint64_t> size = parse_size(flags.max_file_size);
  if (!size) return size.error();
  Result<std::shared_ptr<const Matcher>> matcher =
      set_up_rules({flags.config, plan.root, flags.rules, plan.sealed, flags.heed_environment});
  if (!matcher) return matcher.error();
  options.matcher = *std::move(matcher);
  options.threads = flags.threads;
  options.max_file_size = *size;
  options.min_severity = level_named(kSeverities, flags.min_severity, Severity::kLow);
  options.min_confidence = level_named(kConfidences, flags.min_confidence, Confidence::kLow);
  options.only_rules = flags.only_rules;
  options.skip_rules = flags.skip_rules;
  options.today = today();
  options.heed_comments = plan.heed_comments;
  const unsigned budget = flags.budget.value_or(plan.budget);
  if (budget > 0) options.deadline = Deadline::in(budget);
  options.mask_names = !flags.show_secrets;
  Result<Suppressions> suppressions =
      find_suppressions({flags.baseline, flags.ignore_file, plan.root});
  if (!suppressions) return suppressions.error();
  for (const std::string& note : suppressions->notes()) say(note);
  options.suppressions = std::make_shared<const Suppressions>(*std::move(suppressions));
  options.fingerprints = targets.empty();  // who writes no report here makes something of it
  for (const ReportTarget& target : targets) {
    options.fingerprints = options.fingerprints || target.format->names_leaks;
    options.line_hashes = options.line_hashes || target.format->hashes_lines;
    options.match_texts = options.match_texts || target.format->shows_matches;
  }
  return options;
}

ReportOptions report_options(const ScanFlags& flags, const RunPlan& plan) {
  ReportOptions options;
  options.show_secrets = flags.show_secrets;
  options.verbose = flags.verbose;
  options.known = flags.verbose || flags.exit_on == "any";
  options.stats = flags.stats;
  options.heed_comments = plan.heed_comments;
  return options;
}

Status write_report(const Report& report, const ReportTarget& target, const ScanFlags& flags,
                    const RunPlan& plan) {
  std::vector<std::string> notes;
  ReportOptions options = report_options(flags, plan);
  options.notes = &notes;
  if (target.file.empty()) {
    options.color = wants_color(STDOUT_FILENO, flags.no_color);
    options.width = terminal_width();
  }
  const bool is_shown = target.file.empty();
  Result<FileWriter> out = is_shown
                               ? FileWriter::to_descriptor(STDOUT_FILENO, "standard output")
                               : FileWriter::open(target.file, flags.show_secrets ? 0600 : 0666);
  if (!out) return out.error();
  if (is_shown && plan.shown) {
    out->append(plan.shown(target.format->text(report, options), target.format->name));
  } else {
    target.format->write(report, options, [&](const std::string& piece) { out->append(piece); });
  }
  for (const std::string& note : notes) say(std::string(target.format->name) + ": " + note);
  return out->commit();
}

// What was found is not lost with the place that it was to be written to.
void show_instead(const Report& report) {
  if (report.findings.empty() && report.complete) return;
  std::istringstream lines(find_format("brief")->text(report, ReportOptions()));
  for (std::string line; std::getline(lines, line);) say(line);
}

// One that cannot be written costs no other. False when there was such a one; each is told.
bool write_reports(const Report& report, const std::vector<ReportTarget>& targets,
                   const ScanFlags& flags, const RunPlan& plan) {
  bool all = true;
  for (const ReportTarget& target : targets) {
    Status status;
    const std::string place = target.file.empty() ? "standard output" : target.file;
    if (!had_memory([&] { status = write_report(report, target, flags, plan); })) {
      status = Error{ErrorCode::kOutput, place + ": " + kNoMemory};
    }
    if (status) continue;
    all = false;
    say(masked_message("the report could not be written: " + status.error().message));
    if (target.file.empty()) show_instead(report);
  }
  if (!plan.tell) return all;
  const Status told = plan.tell(report);
  if (!told) say(masked_message("the host could not be told: " + told.error().message));
  return all && told;
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
  return error.code == ErrorCode::kOutput ? ExitCode::kIncomplete : ExitCode::kUsage;
}

namespace {

// A report is made beside the file whose place it takes.
void give_up_all_else(const ScanFlags& flags, const RunPlan& plan,
                      const std::vector<ReportTarget>& targets) {
  if (!plan.sandbox || flags.no_sandbox) return;
  SandboxPlan paths = *plan.sandbox;
  for (const ReportTarget& target : targets) {
    if (target.file.empty()) continue;
    const std::string folder = std::filesystem::path(target.file).parent_path().string();
    paths.write.push_back(target.file);
    paths.write.push_back(folder.empty() ? "." : folder);
  }
  const std::string holds = enter_sandbox(paths);
  if (flags.stats && !flags.quiet) say("sandbox: " + holds);
}

// Whoever reads the report is told what ended the scan.
void tell_of_signal(Report& report) {
  const std::string name = StopSignals::name();
  if (name.empty()) return;
  const std::string why = "interrupted by " + name;
  for (Skipped& one : report.skipped) {
    if (one.why == kOutOfTime) one.why = why;
  }
  report.skipped.push_back({"scan", why});
  report.complete = false;
}

Result<Report> with_progress(ScanOptions options, const ScanFlags& flags,
                             const ScanFunction& scan) {
  ProgressLine line(!flags.no_progress && !flags.quiet);
  options.deadline = options.deadline.or_when(StopSignals::asked());
  options.progress = [&line](const Progress& progress) { line.update(progress); };
  const auto started = std::chrono::system_clock::now().time_since_epoch();
  Result<Report> report = Report();
  if (!had_memory([&] { report = scan(options); })) {
    report = Report();
    report->skipped.push_back({"scan", "the memory was too small for it"});
    report->complete = false;
  }
  if (report) tell_of_signal(*report);
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
  give_up_all_else(flags, plan, *targets);
  std::optional<StopSignals> signals;
  if (!plan.waits) signals.emplace();
  Result<Report> report = with_progress(*std::move(options), flags, scan);
  if (!report) return fail(report.error());
  const bool is_written = write_reports(*report, *targets, flags, plan);
  if (!report->complete && !flags.quiet && !targets->front().format->tells_incomplete) {
    say("incomplete: " + count_text(report->skipped.size(), "thing") + " could not be read");
  }
  const ExitCode code = exit_code(*report, flags);
  return is_written || code == ExitCode::kLeaks ? code : ExitCode::kIncomplete;
}

}  // namespace rekey
