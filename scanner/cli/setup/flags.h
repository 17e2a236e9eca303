// Flags: what the command line says, in the words of its options. Plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace rekey {

struct ScanFlags {
  std::string format = "text";
  std::vector<std::string> reports;  // FORMAT=FILE
  std::string config;
  std::vector<std::string> rules, only_rules, skip_rules;
  std::string min_severity = "low";
  std::string min_confidence = "low";
  std::string max_file_size = "256MiB";
  std::string baseline, ignore_file;
  std::string exit_on = "new";
  unsigned threads = 0;
  std::optional<unsigned> budget;  // seconds; 0 = none; nothing = what the command has
  bool heed_environment = true;    // no option: GITLEAKS_CONFIG counts; not in hooks
  bool show_secrets = false, stats = false, quiet = false, verbose = false;
  bool no_color = false, no_progress = false, no_sandbox = false;
};

// Which rules, and what is known or allowed already; how much is read, with how many threads.
void add_rule_flags(CLI::App& command, ScanFlags& flags);
void add_limit_flags(CLI::App& command, ScanFlags& flags);

// The options that every scanning command takes.
void add_scan_flags(CLI::App& command, ScanFlags& flags);

}  // namespace rekey
