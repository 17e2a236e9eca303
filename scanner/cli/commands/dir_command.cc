#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "scanner/cli/ci/ci_environment.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/setup/run.h"
#include "scanner/scan/files/files.h"

namespace rekey {
namespace {

struct DirFlags {
  ScanFlags scan;
  std::vector<std::string> paths;
};

// Where the default configuration is: the folder, when one folder is scanned.
std::string config_root(const std::vector<std::string>& paths) {
  std::error_code ignored;
  return paths.size() == 1 && std::filesystem::is_directory(paths.front(), ignored) ? paths.front()
                                                                                    : std::string();
}

}  // namespace

void add_dir_command(CLI::App& program, ExitCode& result) {
  auto flags = std::make_shared<DirFlags>();
  CLI::App* command = program.add_subcommand("dir", "Files and folders as they are on disk");
  command->add_option("PATH", flags->paths, "Files and folders")->required();
  add_scan_flags(*command, flags->scan);
  command->callback([flags, &result] {
    const RunPlan plan{.root = config_root(flags->paths), .sandbox = SandboxPlan{flags->paths, {}}};
    result = run_scan(flags->scan, plan, [&](ScanOptions options) {
      // What a CI system's own checkout has put there leaks nothing.
      options.git_folders = read_ci_environment().host == CiHost::kNone;
      return scan_files(flags->paths, options);
    });
  });
}

}  // namespace rekey
