#include "scanner/cli/setup/flags.h"

#include <CLI/CLI.hpp>

#include "scanner/report/format.h"
#include "scanner/rules/levels.h"

namespace rekey {
namespace {

// The least first, as help shows them.
template <typename Levels>
std::vector<std::string> names_of(const Levels& levels) {
  std::vector<std::string> names;
  for (const auto& [name, value] : levels) names.insert(names.begin(), std::string(name));
  return names;
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const Format& format : formats()) names.emplace_back(format.name);
  return names;
}

void add_output_flags(CLI::App& command, ScanFlags& flags) {
  constexpr auto kOutput = "Output";
  command.add_option("-f,--format", flags.format, "Report on standard output")
      ->type_name("FORMAT")
      ->check(CLI::IsMember(format_names()))
      ->capture_default_str()
      ->group(kOutput);
  command.add_option("--report", flags.reports, "Another report into a file; repeatable")
      ->type_name("FORMAT=FILE")
      ->group(kOutput);
  command
      .add_flag("--show-secrets", flags.show_secrets, "Print the secrets; else masked everywhere")
      ->group(kOutput);
  command.add_flag("--stats", flags.stats, "Print what was scanned and dropped")->group(kOutput);
  command.add_flag("-v,--verbose", flags.verbose, "All places and all reset steps")->group(kOutput);
  command.add_flag("-q,--quiet", flags.quiet, "No messages on standard error but errors")
      ->group(kOutput);
  command.add_flag("--no-color", flags.no_color, "No colours")->group(kOutput);
  command.add_flag("--no-progress", flags.no_progress, "No progress line")->group(kOutput);
}

}  // namespace

void add_rule_flags(CLI::App& command, ScanFlags& flags) {
  constexpr auto kRules = "Rules";
  command.add_option("--config", flags.config, "Configuration; default .rekey.toml in the root")
      ->type_name("FILE")
      ->group(kRules);
  command.add_option("--rules", flags.rules, "Rules to add; repeatable")
      ->type_name("FILE")
      ->group(kRules);
  command.add_option("--only-rules", flags.only_rules, "Only these rules")
      ->type_name("ID,...")
      ->delimiter(',')
      ->group(kRules);
  command.add_option("--skip-rules", flags.skip_rules, "Not these rules")
      ->type_name("ID,...")
      ->delimiter(',')
      ->group(kRules);
  command.add_option("--min-severity", flags.min_severity, "Report from here")
      ->type_name("LEVEL")
      ->check(CLI::IsMember(names_of(kSeverities)))
      ->capture_default_str()
      ->group(kRules);
  command.add_option("--min-confidence", flags.min_confidence, "Report from here")
      ->type_name("LEVEL")
      ->check(CLI::IsMember(names_of(kConfidences)))
      ->capture_default_str()
      ->group(kRules);

  command.add_option("--baseline", flags.baseline, "Known leaks; default .rekey-baseline.json")
      ->type_name("FILE")
      ->group(kRules);
  command.add_option("--ignore-file", flags.ignore_file, "Allowed leaks; default .rekeyignore")
      ->type_name("FILE")
      ->group(kRules);
}

void add_limit_flags(CLI::App& command, ScanFlags& flags) {
  constexpr auto kScan = "Scan";
  command.add_option("--max-file-size", flags.max_file_size, "Larger texts are skipped and listed")
      ->type_name("SIZE")
      ->capture_default_str()
      ->group(kScan);
  command.add_option("--budget", flags.budget, "End the scan after this and report; 0: never")
      ->type_name("SECONDS")
      ->group(kScan);
  command.add_option("-j,--threads", flags.threads, "Threads; 0: one a processor")
      ->type_name("N")
      ->capture_default_str()
      ->group(kScan);
}

void add_scan_flags(CLI::App& command, ScanFlags& flags) {
  add_output_flags(command, flags);
  add_rule_flags(command, flags);
  add_limit_flags(command, flags);
  command.add_option("--exit-on", flags.exit_on, "What gives exit code 1")
      ->type_name("WHICH")
      ->check(CLI::IsMember({"new", "any", "none"}))
      ->capture_default_str()
      ->group("Scan");
  command.add_flag("--no-sandbox", flags.no_sandbox, "Keep other files, programs and the network")
      ->group("Scan");
}

}  // namespace rekey
