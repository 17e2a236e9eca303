#include <CLI/CLI.hpp>
#include <memory>

#include "scanner/cli/commands.h"
#include "scanner/cli/run.h"
#include "scanner/git/repository.h"
#include "scanner/scan/history.h"

namespace rekey {
namespace {

struct GitFlags {
  ScanFlags scan;
  std::string repository = ".";
  std::string cache;
};

}  // namespace

void add_git_command(CLI::App& program, ExitCode& result) {
  auto flags = std::make_shared<GitFlags>();
  CLI::App* command = program.add_subcommand("git", "The whole history of a repository");
  command->add_option("REPO", flags->repository, "The repository")->capture_default_str();
  add_scan_flags(*command, flags->scan);
  command
      ->add_option(
          "--cache", flags->cache,
          "Remember in this folder which objects hold nothing; the next scan reads the others")
      ->type_name("DIR")
      ->group("Scan");
  command->callback([flags, &result] {
    Result<Repository> repository = Repository::open(flags->repository);
    if (!repository && repository.error().code == ErrorCode::kUnsupported) {
      result = run_scan(flags->scan, "", [&](const ScanOptions& options) {
        return unread_history(repository.error(), flags->repository, options);
      });
      return;
    }
    if (!repository) {
      result = fail(repository.error());
      return;
    }
    result = run_scan(flags->scan, repository->work_tree(), [&](ScanOptions options) {
      options.cache = flags->cache;
      return scan_history(*repository, flags->repository, options);
    });
  });
}

}  // namespace rekey
