// Commands: one function a command; each adds itself to the program's command line and, when it is
// the one called, leaves its exit code in `result`.
#pragma once

#include "scanner/cli/setup/exit_code.h"

namespace CLI {
class App;
}

namespace rekey {

void add_git_command(CLI::App& program, ExitCode& result);
void add_staged_command(CLI::App& program, ExitCode& result);
void add_ci_command(CLI::App& program, ExitCode& result);
void add_hook_command(CLI::App& program, ExitCode& result);
void add_dir_command(CLI::App& program, ExitCode& result);
void add_stdin_command(CLI::App& program, ExitCode& result);
void add_rules_command(CLI::App& program, ExitCode& result);
void add_bench_command(CLI::App& rules, ExitCode& result);  // under `rules`
void add_explain_command(CLI::App& program, ExitCode& result);
void add_baseline_command(CLI::App& program, ExitCode& result);
void add_reset_command(CLI::App& program, ExitCode& result);
void add_org_command(CLI::App& program, ExitCode& result);
void add_completion_commands(CLI::App& program, ExitCode& result);

}  // namespace rekey
