// rekey: finds leaked credentials and says how to reset them. The commands are in *_command.cc.
#include <CLI/CLI.hpp>
#include <exception>

#include "scanner/base/freed_memory.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/commands/help.h"
#include "scanner/cli/setup/masked_message.h"
#include "scanner/cli/setup/process_start.h"
#include "scanner/cli/setup/stop_signals.h"
#include "scanner/cli/terminal/terminal.h"

namespace {

using namespace rekey;

// The parser's message without the values given: one of them may be a secret in the wrong place.
std::string without_values(std::string message, int argc, char** argv) {
  constexpr size_t kShortest = 6;  // bytes; shorter ones are words of the message too
  for (int i = 1; i < argc; ++i) {
    std::string value = argv[i];
    if (value.starts_with('-')) value.erase(0, value.find('=') + 1);  // npos + 1 is 0
    if (value.size() < kShortest || value.starts_with('-')) continue;
    for (size_t at = 0; (at = message.find(value, at)) != std::string::npos;) {
      message.replace(at, value.size(), "(value)");
    }
  }
  return message;
}

int run(int argc, char** argv) {
  ExitCode result = ExitCode::kUsage;
  CLI::App program("Finds leaked credentials in repositories and says how to reset them.", "rekey");
  program.formatter(help_formatter());
  program.set_version_flag("--version", "rekey " REKEY_VERSION, "Print the version");
  program.require_subcommand(1);
  program.footer(
      "Exit codes: 0 nothing found, 1 leaks found, 2 wrong usage or rules, 3 nothing\n"
      "found but something could not be read. More: rekey COMMAND --help, rekey manual");
  add_git_command(program, result);
  add_staged_command(program, result);
  add_ci_command(program, result);
  add_hook_command(program, result);
  add_dir_command(program, result);
  add_stdin_command(program, result);
  add_rules_command(program, result);
  add_reset_command(program, result);
  add_baseline_command(program, result);
  add_explain_command(program, result);
  add_org_command(program, result);
  add_completion_commands(program, result);
  try {
    program.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return program.exit(help);
  } catch (const CLI::CallForVersion& version) {
    return program.exit(version);
  } catch (const CLI::ParseError& error) {
    say(masked_message(without_values(error.what(), argc, argv)));
    say("see rekey --help");
    return static_cast<int>(ExitCode::kUsage);
  }
  return static_cast<int>(result);
}

}  // namespace

int main(int argc, char** argv) {
  start_process();
  keep_freed_memory();
  int code = static_cast<int>(ExitCode::kIncomplete);
  try {
    code = run(argc, argv);
  } catch (const std::bad_alloc&) {
    say("out of memory");
  } catch (const std::exception&) {  // its text could hold anything
    say("internal error; please report it");
  }
  StopSignals::finish();
  return code;
}
