#include <CLI/CLI.hpp>
#include <memory>

#include "scanner/cli/commands.h"
#include "scanner/cli/commands/command_table.h"
#include "scanner/cli/commands/completion.h"
#include "scanner/cli/setup/run.h"
#include "scanner/cli/terminal/terminal.h"

namespace rekey {

void add_completion_commands(CLI::App& program, ExitCode& result) {
  const auto print = [&result](const std::string& text) {
    const Status written = write_output(text);
    result = written ? ExitCode::kClean : fail(written.error());
  };
  auto shell = std::make_shared<std::string>();
  CLI::App* completion = program.add_subcommand("completion", "Print a shell's completions");
  completion->add_option("SHELL", *shell, "Which shell")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  completion->callback([&program, shell, print] {
    const std::vector<CommandRow> table = command_table(program);
    if (*shell == "bash") print(bash_completion(table));
    if (*shell == "zsh") print(zsh_completion(table));
    if (*shell == "fish") print(fish_completion(table));
  });
  CLI::App* manual =
      program.add_subcommand("manual", "Print the manual page: rekey manual | man -l -");
  manual->callback(
      [&program, print] { print(manual_page(command_table(program), REKEY_VERSION)); });
}

}  // namespace rekey
