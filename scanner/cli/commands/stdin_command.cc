#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "scanner/base/file.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/setup/run.h"
#include "scanner/scan/files/files.h"

namespace rekey {
namespace {

struct StdinFlags {
  ScanFlags scan;
  std::string path;
};

}  // namespace

void add_stdin_command(CLI::App& program, ExitCode& result) {
  auto flags = std::make_shared<StdinFlags>();
  CLI::App* command = program.add_subcommand("stdin", "One text from standard input");
  command->add_option("--path", flags->path, "Its name in reports and for path rules");
  add_scan_flags(*command, flags->scan);
  command->callback([flags, &result] {
    result = run_scan(flags->scan, RunPlan{.root = "", .sandbox = SandboxPlan(), .waits = true},
                      [&](const ScanOptions& options) -> Result<Report> {
                        Result<std::string> text =
                            read_descriptor(STDIN_FILENO, "standard input", options.max_file_size);
                        if (!text) return text.error();
                        return scan_text(*text, flags->path, options);
                      });
  });
}

}  // namespace rekey
