#include <CLI/CLI.hpp>
#include <memory>

#include "scanner/cli/commands.h"
#include "scanner/cli/run.h"
#include "scanner/git/repository.h"
#include "scanner/scan/staged.h"

namespace rekey {

void add_staged_command(CLI::App& program, ExitCode& result) {
  auto flags = std::make_shared<ScanFlags>();
  CLI::App* command =
      program.add_subcommand("staged", "What the next commit would add (index against HEAD)");
  add_scan_flags(*command, *flags);
  command->callback([flags, &result] {
    Result<Repository> repository = Repository::open_from_environment(".");
    if (!repository) {
      result = fail(repository.error());
      return;
    }
    result = run_scan(*flags, repository->work_tree(), [&](const ScanOptions& options) {
      return scan_staged(*repository, options);
    });
  });
}

}  // namespace rekey
