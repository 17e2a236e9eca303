#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <optional>

#include "scanner/base/file.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/setup/run.h"
#include "scanner/cli/terminal/terminal.h"
#include "scanner/git/store/repository.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/log_commands.h"
#include "scanner/scan/files/files.h"
#include "scanner/scan/history/history.h"
#include "scanner/suppress/baseline.h"

namespace rekey {
namespace {

constexpr uint64_t kLargestFile = uint64_t{1} << 30;

constexpr auto kHelp =
    "The leaks that are known already: written once, committed, and no scan fails for them again.\n"
    "What stands in it is a fingerprint, the rule, a mask and a path for each leak, one a line.\n"
    "In .gitattributes: .rekey-baseline.json merge=union";

struct BaselineFlags {
  std::string root = ".";
  std::string from, output;
  bool keep_stale = false;
  ScanFlags scan;
};

std::string count_text(size_t count) {
  return std::to_string(count) + (count == 1 ? " leak" : " leaks");
}

std::string file_of(const BaselineFlags& flags, const std::string& root) {
  if (!flags.output.empty()) return flags.output;
  return (std::filesystem::path(root) / kBaselineName).string();
}

std::string line_of(const KnownLeak& leak) {
  std::string out = leak.rule + "  " + leak.secret + "  " + leak.path;
  if (!leak.reason.empty()) out += "  (" + leak.reason + ")";
  return terminal_text(out) + "\n";
}

struct Found {
  Baseline leaks;
  RenewedNames names;  // empty of a report that was read
  std::string root;    // where the baseline stands if nobody says
  bool complete = true;
};

// What is there now: of a report, of a repository's history, or of a folder.
Result<Found> find_leaks(const BaselineFlags& flags) {
  Found out;
  Result<Repository> repository = Repository::open(flags.root);
  out.root = repository && !repository->work_tree().empty() ? repository->work_tree() : flags.root;
  if (!flags.from.empty()) {
    Result<std::string> json = read_named_file(flags.from, kLargestFile);
    if (!json) return json.error();
    Result<Baseline> leaks = baseline_of_json(*json, flags.from);
    if (!leaks) return leaks.error();
    out.leaks = *std::move(leaks);
    return out;
  }
  Result<Report> report = scan_alone(flags.scan, out.root, [&](const ScanOptions& options) {
    return repository ? scan_history(*repository, flags.root, options)
                      : scan_files({flags.root}, options);
  });
  if (!report) return report.error();
  out.complete = report->complete;
  out.leaks = baseline_of(*report);
  out.names = renewed_names(*report);
  return out;
}

// What the file holds; nothing where there is none.
Result<std::optional<Baseline>> read_baseline(const std::string& file) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return std::optional<Baseline>();
  Result<std::string> json = read_named_file(file, kLargestFile);
  if (!json) return json.error();
  Result<Baseline> baseline = parse_baseline(*json, file);
  if (!baseline) return baseline.error();
  return std::optional<Baseline>(*std::move(baseline));
}

// Written, and what is to be known said on standard output.
ExitCode write(const std::string& file, const Baseline& baseline, const std::string& said,
               bool complete) {
  Status status = write_file(file, write_baseline(baseline));
  if (status) status = write_output(without_commands(said, Medium::kText));
  if (!status) return fail(status.error());
  if (!complete) say("something could not be read, so leaks may be missing; rekey git lists it");
  return complete ? ExitCode::kClean : ExitCode::kIncomplete;
}

ExitCode create(const BaselineFlags& flags) {
  const Result<Found> found = find_leaks(flags);
  if (!found) return fail(found.error());
  const std::string file = file_of(flags, found->root);
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) {
    return fail({ErrorCode::kUsage, file + ": is there already; rekey baseline update renews it"});
  }
  return write(file, found->leaks, file + ": " + count_text(found->leaks.size()) + "\n",
               found->complete);
}

// The baseline with the leaks of an earlier rekey under the names that they have now.
Baseline renewed(const Baseline& old, const RenewedNames& names) {
  Baseline out;
  for (const auto& [fingerprint, leak] : old) {
    const auto found = names.find(fingerprint);
    out.emplace(found == names.end() ? fingerprint : found->second, leak);
  }
  return out;
}

// The same in the ignore file beside it; says so.
Result<std::string> renew_ignore_file(const Found& found) {
  const std::string file = (std::filesystem::path(found.root) / ".rekeyignore").string();
  std::error_code ignored;
  if (found.names.empty() || !std::filesystem::exists(file, ignored)) return std::string();
  const Result<std::string> text = read_file(file, kLargestFile);
  if (!text) return text.error();
  const std::string now = renewed_ignore_file(*text, found.names);
  if (now == *text) return std::string();
  const Status status = write_file(file, now);
  if (!status) return status.error();
  return file + ": fingerprints of an earlier rekey renewed\n";
}

ExitCode update(const BaselineFlags& flags) {
  Result<Found> found = find_leaks(flags);
  if (!found) return fail(found.error());
  const std::string file = file_of(flags, found->root);
  Result<std::optional<Baseline>> old = read_baseline(file);
  if (!old) return fail(old.error());
  if (!*old) return fail({ErrorCode::kUsage, file + ": is not there; rekey baseline create"});
  const bool is_old = !(*old)->empty() && (*old)->begin()->second.is_old;
  if (is_old && !flags.from.empty()) {
    return fail({ErrorCode::kUsage, file + ": of an earlier rekey; update it by a scan, without "
                                           "--from"});
  }
  Result<std::string> renewal = renew_ignore_file(*found);
  if (!renewal) return fail(renewal.error());
  Baseline out;
  std::string said = *std::move(renewal);
  for (auto& [fingerprint, leak] :
       renewed(**std::move(old), found->names)) {  // what people wrote stays
    const bool there = found->leaks.contains(fingerprint);
    if (!there) said += (flags.keep_stale ? "stale    " : "removed  ") + line_of(leak);
    // An incomplete scan does not know what is gone.
    if (there || flags.keep_stale || !found->complete) out.emplace(fingerprint, std::move(leak));
  }
  for (auto& [fingerprint, leak] : found->leaks) {
    if (out.contains(fingerprint)) continue;
    said += "added    " + line_of(leak);
    out.emplace(fingerprint, std::move(leak));
  }
  return write(file, out, said + file + ": " + count_text(out.size()) + "\n", found->complete);
}

ExitCode show(const BaselineFlags& flags) {
  const std::string file = file_of(flags, flags.root);
  Result<std::optional<Baseline>> baseline = read_baseline(file);
  if (!baseline) return fail(baseline.error());
  if (!*baseline) return fail({ErrorCode::kUsage, file + ": is not there"});
  std::string out;
  for (const auto& [fingerprint, leak] : **baseline) out += line_of(leak);
  out += count_text((*baseline)->size()) + "\n";
  const Status status = write_output(without_commands(std::move(out), Medium::kText));
  return status ? ExitCode::kClean : fail(status.error());
}

void add_place_flags(CLI::App& command, BaselineFlags& flags) {
  command.add_option("ROOT", flags.root, "A repository, whose history is scanned, or a folder")
      ->capture_default_str();
  command.add_option("--file", flags.output, "The baseline; default .rekey-baseline.json in ROOT")
      ->type_name("FILE");
}

void add_found_flags(CLI::App& command, BaselineFlags& flags) {
  add_place_flags(command, flags);
  command.add_option("--from", flags.from, "Take the leaks of this JSON report; scan nothing")
      ->type_name("REPORT");
  command.add_option("--config", flags.scan.config, "Configuration")->type_name("FILE");
  command.add_option("--rules", flags.scan.rules, "Rules to add; repeatable")->type_name("FILE");
  command.add_option("-j,--threads", flags.scan.threads, "Threads; 0 = one a processor");
  command.add_flag("-q,--quiet", flags.scan.quiet, "No messages on standard error but errors");
}

}  // namespace

void add_baseline_command(CLI::App& program, ExitCode& result) {
  auto flags = std::make_shared<BaselineFlags>();
  CLI::App* command = program.add_subcommand("baseline", kHelp);
  command->require_subcommand(1);
  CLI::App* one = command->add_subcommand("create", "Write what is found now");
  add_found_flags(*one, *flags);
  one->callback([flags, &result] { result = create(*flags); });
  one = command->add_subcommand("update", "Add what is found now, take out what is gone");
  add_found_flags(*one, *flags);
  one->add_flag("--keep-stale", flags->keep_stale, "Take nothing out");
  one->callback([flags, &result] { result = update(*flags); });
  one = command->add_subcommand("show", "The leaks in it");
  add_place_flags(*one, *flags);
  one->callback([flags, &result] { result = show(*flags); });
}

}  // namespace rekey
