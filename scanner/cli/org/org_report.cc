#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "scanner/base/file.h"
#include "scanner/cli/org/org_commands.h"
#include "scanner/cli/org/org_state.h"
#include "scanner/cli/setup/environment.h"
#include "scanner/cli/setup/rule_setup.h"
#include "scanner/cli/setup/run.h"
#include "scanner/cli/terminal/terminal.h"
#include "scanner/org/report/summary_formats.h"
#include "scanner/org/state/marks.h"
#include "scanner/scan/finish/mask_names.h"

namespace rekey {
namespace {

struct ReportFlags {
  StateFlags state;
  std::string format = "text", output, config, exit_on = "new";
  std::vector<std::string> rules;
  bool verbose = false;
};

struct MarkFlags {
  StateFlags state;
  LeakMark mark;
};

std::vector<std::string> format_names() {
  std::vector<std::string> out;
  for (const SummaryFormat& format : summary_formats()) out.emplace_back(format.name);
  return out;
}

Result<Summary> read_summary(const ReportFlags& flags) {
  const Result<std::unique_ptr<StateDatabase>> database = open_state(flags.state, false);
  if (!database) return database.error();
  const Result<std::shared_ptr<const Matcher>> matcher =
      set_up_rules({flags.config, "", flags.rules, false});
  if (!matcher) return matcher.error();
  const RuleSet& rules = (*matcher)->rules();
  SecretMask mask(**matcher);  // an earlier rekey stored names and reasons as they were
  Result<Summary> summary = summarize(**database, [&](const std::string& id) {
    const auto index = rules.index_of(id);
    return index ? ReportRule{rules.rules()[*index], rules.reset(*index)} : ReportRule{};
  });
  if (summary) each_text(*summary, [&](std::string& text) { mask.mask_name(text); });
  if (summary) {
    summary->version = REKEY_VERSION;
    summary->ruleset = rules.hash();
  }
  return summary;
}

ExitCode run_report(const ReportFlags& flags) {
  const Result<Summary> summary = read_summary(flags);
  if (!summary) return fail(summary.error());
  const auto& table = summary_formats();
  const auto format = std::find_if(table.begin(), table.end(), [&](const SummaryFormat& one) {
    return one.name == flags.format;
  });
  const std::string text = format->write(*summary, {flags.verbose});
  const Status written = flags.output.empty() ? write_output(text) : write_file(flags.output, text);
  if (!written) return fail(written.error());
  const bool leaks = std::any_of(summary->leaks.begin(), summary->leaks.end(),
                                 [](const Leak& leak) { return leak.is_open(); });
  if (leaks && flags.exit_on != "none") return ExitCode::kLeaks;
  return summary->complete && !summary->counts.empty() ? ExitCode::kClean : ExitCode::kIncomplete;
}

ExitCode run_mark(MarkFlags& flags) {
  const Result<std::unique_ptr<StateDatabase>> database = open_state(flags.state, false);
  if (!database) return fail(database.error());
  if (flags.mark.who.empty()) flags.mark.who = variable("USER");
  const Status marked = mark_leaks(**database, flags.mark);
  return marked ? ExitCode::kClean : fail(marked.error());
}

}  // namespace

void add_org_report(CLI::App& org, ExitCode& result) {
  auto flags = std::make_shared<ReportFlags>();
  CLI::App* command = org.add_subcommand("report", "What leaks, grouped by secret");
  add_state_flags(*command, flags->state);
  command->add_option("-f,--format", flags->format, "How it is written")
      ->check(CLI::IsMember(format_names()))
      ->capture_default_str();
  command->add_option("-o,--output", flags->output, "Write it here, not to standard output")
      ->type_name("FILE");
  command->add_option("--config", flags->config, "The configuration of the scan")
      ->type_name("FILE");
  command->add_option("--rules", flags->rules, "Rules that were added to the scan; repeatable")
      ->type_name("FILE");
  command->add_option("--exit-on", flags->exit_on, "Which secrets give exit code 1")
      ->check(CLI::IsMember({"new", "none"}))
      ->capture_default_str();
  command->add_flag("-v,--verbose", flags->verbose, "All places and steps, settled secrets too");
  command->callback([flags, &result] { result = run_report(*flags); });
}

void add_org_mark(CLI::App& org, ExitCode& result) {
  auto flags = std::make_shared<MarkFlags>();
  CLI::App* command = org.add_subcommand("mark", "Say what became of a secret; kept over runs");
  command->add_option("ID", flags->mark.ids, "The secret's id, or its first digits")->required();
  command->add_option("--as", flags->mark.state, "What it is now")
      ->check(CLI::IsMember({"open", "reset", "accepted", "false-alarm"}))
      ->required();
  command->add_option("--note", flags->mark.note, "Why, for the report")->type_name("TEXT");
  command->add_option("--by", flags->mark.who, "Who says so; default: you")->type_name("NAME");
  add_state_flags(*command, flags->state);
  command->callback([flags, &result] { result = run_mark(*flags); });
}

}  // namespace rekey
