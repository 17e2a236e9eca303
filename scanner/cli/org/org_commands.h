// OrgCommands: what stands under `rekey org`; as commands.h.
#pragma once

#include "scanner/cli/setup/exit_code.h"

namespace CLI {
class App;
}

namespace rekey {

void add_org_plan(CLI::App& org, ExitCode& result);
void add_org_work(CLI::App& org, ExitCode& result);
void add_org_status(CLI::App& org, ExitCode& result);
void add_org_report(CLI::App& org, ExitCode& result);
void add_org_mark(CLI::App& org, ExitCode& result);

}  // namespace rekey
