#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "scanner/cli/org/org_commands.h"
#include "scanner/cli/org/org_state.h"
#include "scanner/cli/setup/rule_setup.h"
#include "scanner/cli/setup/run.h"
#include "scanner/cli/terminal/terminal.h"
#include "scanner/org/state/status.h"
#include "scanner/report/text/log_commands.h"
#include "scanner/scan/finish/mask_names.h"

namespace rekey {
namespace {

struct StatusFlags {
  StateFlags state;
  std::string format = "text";
};

ExitCode run_status(const StatusFlags& flags) {
  const Result<std::unique_ptr<StateDatabase>> database = open_state(flags.state, false);
  if (!database) return fail(database.error());
  Result<RoundStatus> status = round_status(**database);
  if (!status) return fail(status.error());
  const Result<std::shared_ptr<const Matcher>> matcher = set_up_builtin_rules();
  if (!matcher) return fail(matcher.error());
  SecretMask mask(**matcher);  // an earlier rekey wrote names and reasons as they were
  for (std::vector<Skipped>* list : {&status->working, &status->troubles}) {
    for (Skipped& one : *list) {
      mask.mask_name(one.what);
      mask.mask_text(one.why);
    }
  }
  const bool is_json = flags.format == "json";
  const Status written =
      write_output(is_json ? without_commands(status_json(*status), Medium::kJson)
                           : without_commands(status_text(*status), Medium::kText));
  if (!written) return fail(written.error());
  return status->is_whole() ? ExitCode::kClean : ExitCode::kIncomplete;
}

}  // namespace

void add_org_status(CLI::App& org, ExitCode& result) {
  auto flags = std::make_shared<StatusFlags>();
  CLI::App* command = org.add_subcommand(
      "status", "How far the round is; exit code 3 until every repository is read whole");
  add_state_flags(*command, flags->state);
  command->add_option("-f,--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->callback([flags, &result] { result = run_status(*flags); });
}

}  // namespace rekey
