#include <CLI/CLI.hpp>

#include "scanner/cli/commands.h"
#include "scanner/cli/org/org_commands.h"

namespace rekey {

void add_org_command(CLI::App& program, ExitCode& result) {
  CLI::App* org = program.add_subcommand("org", "Many repositories: an organisation's");
  org->require_subcommand(1);
  add_org_plan(*org, result);
  add_org_work(*org, result);
  add_org_status(*org, result);
  add_org_report(*org, result);
  add_org_mark(*org, result);
}

}  // namespace rekey
