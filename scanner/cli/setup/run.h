// Run: what every scanning command does around its scan: options from flags, rules, progress, the
// reports, the exit code.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/cli/setup/exit_code.h"
#include "scanner/cli/setup/flags.h"
#include "scanner/cli/setup/sandbox.h"
#include "scanner/findings/finding.h"
#include "scanner/scan/options.h"

namespace rekey {

using ScanFunction = std::function<Result<Report>(const ScanOptions&)>;

struct RunPlan {
  std::string root;           // where the default configuration is looked for; "" = nowhere
  bool sealed = false;        // and what it extends
  bool heed_comments = true;  // ScanOptions
  unsigned budget = 0;        // seconds for the scan, where the flags do not say; 0 = no end
  // What becomes of the report on standard output, by its format; may be empty: nothing.
  std::function<std::string(std::string text, std::string_view format)> shown{};
  // What else is told of the report once it is written; may be empty.
  std::function<Status(const Report&)> tell{};
  // What the scan reads and writes; the reports' places are added. With it the process gives
  // everything else up before it scans (sandbox.h); nothing: it stays as it is.
  std::optional<SandboxPlan> sandbox{};
  // The scan may wait for a person or a program to write: signals end it at once (stop_signals.h).
  bool waits = false;
};

ExitCode run_scan(const ScanFlags& flags, const RunPlan& plan, const ScanFunction& scan);
ExitCode run_scan(const ScanFlags& flags, const std::string& root, const ScanFunction& scan);

// What the flags say; kUsage for what is wrong in them or in a file that they name.
Result<ScanOptions> scan_options(const ScanFlags& flags, const std::string& root);

// Only the scan, for commands that make something else of its report.
Result<Report> scan_alone(const ScanFlags& flags, const std::string& root,
                          const ScanFunction& scan);

// Prints the error; what the program then ends with: kIncomplete when something could not be
// written, else kUsage.
ExitCode fail(const Error& error);

}  // namespace rekey
