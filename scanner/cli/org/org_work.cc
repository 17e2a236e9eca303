#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "scanner/base/digest.h"
#include "scanner/base/file.h"
#include "scanner/cli/commands/help.h"
#include "scanner/cli/org/org_commands.h"
#include "scanner/cli/org/org_sources.h"
#include "scanner/cli/org/org_state.h"
#include "scanner/cli/setup/environment.h"
#include "scanner/cli/setup/flags.h"
#include "scanner/cli/setup/run.h"
#include "scanner/cli/terminal/terminal.h"
#include "scanner/org/hosts/patience.h"
#include "scanner/org/inventory/plan_file.h"
#include "scanner/org/state/status.h"
#include "scanner/org/work/worker.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/words.h"

namespace rekey {
namespace {

struct WorkFlags {
  ScanFlags scan;
  StateFlags state;
  SourceFlags source;
  std::string cache, clones;
  QueueLimits limits;
  int64_t fetch_seconds = 1800;
  uint64_t most_mib = 20480;
  bool dry_run = false, drop_clones = false;
};

constexpr uint64_t kLargestFile = uint64_t{256} << 20;

// All that can change what is found in a repository that did not change.
Result<std::string> scan_key(const ScanFlags& flags, const ScanOptions& options) {
  std::string text = std::string("rekey org scan 1\n") + REKEY_VERSION + "\n" +
                     options.matcher->rules().hash() + "\n" + flags.min_severity + "\n" +
                     flags.min_confidence + "\n" + std::to_string(options.max_file_size) + "\n";
  for (const auto* ids : {&flags.only_rules, &flags.skip_rules}) {
    for (const std::string& id : *ids) text += id + ",";
    text += "\n";
  }
  for (const std::string& file : {flags.baseline, flags.ignore_file}) {
    if (!file.empty()) {
      const Result<std::string> content = read_named_file(file, kLargestFile);
      if (!content) return Error{ErrorCode::kUsage, content.error().message};
      text += sha256_hex(*content);
    }
    text += "\n";
  }
  return sha256_hex(text);
}

void tell(const Job& job, const Finished& finished) {
  std::string line = terminal_text(job.planned.name) + ": ";
  switch (finished.outcome) {
    case Outcome::kDone:
      line += "scanned";
      break;
    case Outcome::kPartial:
      line += "scanned in part: " + finished.reason;
      break;
    case Outcome::kUnchanged:
      line += "unchanged";
      break;
    case Outcome::kFailed:
      line += "failed, to be tried again: " + finished.reason;
      break;
    case Outcome::kHopeless:
      line += "failed: " + finished.reason;
      break;
  }
  if (finished.scan_ms > 0) {
    line += ", " + count_text(static_cast<uint64_t>(finished.texts), "text") + ", " +
            size_text(static_cast<uint64_t>(finished.bytes)) + ", " +
            seconds_text(static_cast<double>(finished.scan_ms) / 1000);
  }
  say(line);
}

Result<WorkOptions> work_options(const WorkFlags& flags) {
  WorkOptions out;
  Result<ScanOptions> scan = scan_options(flags.scan, "");
  if (!scan) return scan.error();
  Result<std::string> key = scan_key(flags.scan, *scan);
  if (!key) return key.error();
  out.scan = *std::move(scan);
  out.scan.fingerprints = false;  // the state has names of its own
  out.scan_key = *std::move(key);
  out.scan.cache = flags.cache.empty() ? flags.state.folder + "/verdicts" : flags.cache;
  out.limits = flags.limits;
  out.clones.folder = flags.clones.empty() ? flags.state.folder + "/clones" : flags.clones;
  out.clones.environment = environment_variables();
  out.clones.longest = std::chrono::seconds(flags.fetch_seconds);
  out.clones.most_bytes = flags.most_mib << 20;
  out.keep_clones = !flags.drop_clones;
  out.connect = state_connection(flags.state);
  if (!flags.scan.quiet) out.tell = tell;
  return out;
}

// Of the whole state, as its report would end.
Result<ExitCode> exit_code_of(StateDatabase& database, const ScanFlags& flags) {
  const Result<bool> leaks = has_open_leaks(database);
  if (!leaks) return leaks.error();
  if (*leaks && flags.exit_on != "none") return ExitCode::kLeaks;
  const Result<QueueCounts> counts = queue_counts(database);
  if (!counts) return counts.error();
  const Result<bool> faults = has_faults(database);
  if (!faults) return faults.error();
  const bool whole = counts->queued + counts->working + counts->partial + counts->failed == 0 &&
                     counts->done > 0 && !*faults;
  return whole ? ExitCode::kClean : ExitCode::kIncomplete;
}

ExitCode run_work(const WorkFlags& flags) {
  Result<WorkOptions> options = work_options(flags);
  if (!options) return fail(options.error());
  Result<Sources> sources = find_sources(flags.source);
  if (!sources) return fail(sources.error());
  const Inventory& inventory = sources->inventory;
  if (flags.dry_run) {
    const Status shown = write_output(show_plan(inventory));
    if (!shown) return fail(shown.error());
    return inventory.faults.empty() ? ExitCode::kClean : ExitCode::kIncomplete;
  }
  options->clones.credentials = std::move(sources->credentials);
  const bool plans = !flags.source.words.empty();
  const Result<std::unique_ptr<StateDatabase>> database = open_state(flags.state, plans);
  if (!database) return fail(database.error());
  const Result<SecretKey> key = state_key(flags.state, **database, plans);
  if (!key) return fail(key.error());
  if (plans) {
    const Result<int64_t> round = retried([&] { return enqueue(**database, inventory); });
    if (!round) return fail(round.error());
  }
  const Status done = work(**database, *key, *options);
  if (!done) {
    fail(done.error());
    return ExitCode::kIncomplete;
  }
  const Result<ExitCode> code = retried([&] { return exit_code_of(**database, flags.scan); });
  return code ? *code : fail(code.error());
}

void add_fetch_flags(CLI::App& command, WorkFlags& flags) {
  constexpr auto kFetch = "Fetch";
  command.add_option("--clones", flags.clones, "Where clones are kept; default: in the state")
      ->type_name("DIR")
      ->group(kFetch);
  command.add_flag("--drop-clones", flags.drop_clones, "Throw each clone away once it is scanned")
      ->group(kFetch);
  command.add_option("--fetch-seconds", flags.fetch_seconds, "Longest time of one fetch")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str()
      ->group(kFetch);
  command.add_option("--max-clone-mib", flags.most_mib, "Largest clone; larger ones fail")
      ->type_name("N")
      ->check(CLI::Range(1, 100'000'000))
      ->capture_default_str()
      ->group(kFetch);
}

void add_queue_flags(CLI::App& command, QueueLimits& limits) {
  constexpr auto kQueue = "Queue";
  command.add_option("--attempts", limits.attempts, "Failures until a repository is given up")
      ->type_name("N")
      ->check(CLI::Range(1, 100))
      ->capture_default_str()
      ->group(kQueue);
  command.add_option("--backoff", limits.backoff, "Seconds after a first failure; then doubled")
      ->type_name("N")
      ->check(CLI::Range(0, 3600))
      ->capture_default_str()
      ->group(kQueue);
  command.add_option("--lease", limits.lease, "Seconds until a silent worker counts as dead")
      ->type_name("N")
      ->check(CLI::Range(2, 86400))
      ->capture_default_str()
      ->group(kQueue);
}

// Explained by the help of the command for one repository.
void add_scan_flags_of_git(CLI::App& command, ScanFlags& flags) {
  const size_t before = command.get_options().size();
  add_rule_flags(command, flags);
  add_limit_flags(command, flags);
  const std::vector<CLI::Option*> all = command.get_options([](CLI::Option*) { return true; });
  for (size_t i = before; i < all.size(); ++i) all[i]->group(std::string(kAsWith) + "rekey git");
}

}  // namespace

void add_org_work(CLI::App& org, ExitCode& result) {
  auto flags = std::make_shared<WorkFlags>();
  CLI::App* command = org.add_subcommand(
      "work", "Fetch and scan what is planned; start it again as often as you like");
  add_source_flags(*command, flags->source, false);
  command->add_flag("--dry-run", flags->dry_run, "Show what would be planned and do nothing");
  add_state_flags(*command, flags->state);
  command->add_option("--cache", flags->cache, "Memory of earlier scans; default: in the state")
      ->type_name("DIR")
      ->group("Scan");
  add_scan_flags_of_git(*command, flags->scan);
  command->add_option("--exit-on", flags->scan.exit_on, "What gives exit code 1")
      ->type_name("WHICH")
      ->check(CLI::IsMember({"new", "none"}))
      ->capture_default_str()
      ->group("Scan");
  command->add_flag("-q,--quiet", flags->scan.quiet, "No messages but errors")->group("Scan");
  add_fetch_flags(*command, *flags);
  add_queue_flags(*command, flags->limits);
  command->callback([flags, &result] { result = run_work(*flags); });
}

}  // namespace rekey
