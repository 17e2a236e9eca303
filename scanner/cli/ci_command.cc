#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <set>

#include "scanner/cli/ci_base.h"
#include "scanner/cli/ci_environment.h"
#include "scanner/cli/ci_output.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/rule_setup.h"
#include "scanner/cli/run.h"
#include "scanner/cli/stop_signals.h"
#include "scanner/cli/suppression_files.h"
#include "scanner/cli/terminal.h"
#include "scanner/cli/trusted_files.h"
#include "scanner/report/escape.h"
#include "scanner/scan/range.h"

namespace rekey {
namespace {

constexpr auto kHelp =
    "What this pull or merge request adds: each commit, merges against every parent. Base and\n"
    "head come from GitHub Actions, GitLab CI, Azure Pipelines, Bitbucket, Jenkins, Buildkite,\n"
    "CircleCI, or --base and --head. A shallow clone is deepened; if its remote does not answer,\n"
    "all that is there is scanned, and the report says so. Configuration, ignore files and\n"
    "baseline are those of the base.";

struct CiFlags {
  ScanFlags scan;
  std::string folder = ".";
  std::string base, head;
  bool no_fetch = false, no_annotations = false, trust_comments = false;
};

CiEnvironment environment_of(const CiFlags& flags) {
  CiEnvironment environment = read_ci_environment();
  if (!flags.base.empty()) {
    environment.base = flags.base;
    environment.base_branch.clear();
    environment.is_request = true;
  }
  if (!flags.head.empty()) {
    environment.head = flags.head;
    environment.head_was_given = true;
  }
  return environment;
}

RangeRequest request_of(const CiRange& range, const CiEnvironment& environment) {
  RangeRequest request;
  request.source = "ci " + std::string(host_name(environment.host)) + " " + range.name;
  request.include.push_back(range.head);
  request.tree_only = range.kind == CiRange::Kind::kTree;
  if (range.kind == CiRange::Kind::kRange) request.exclude = range.bases;
  return request;
}

class CiRun {
 public:
  CiRun(const CiFlags& flags, CiEnvironment environment)
      : flags_(flags), environment_(std::move(environment)), output_(environment_.host) {}

  ExitCode run() {
    Result<CiRange> range = find_ci_range(flags_.folder, environment_, !flags_.no_fetch);
    if (!range) return fail(range.error());
    Result<Repository> repository = Repository::open(flags_.folder);
    if (!repository) return fail(repository.error());
    notes_ = range->notes;
    Result<TrustedFiles> trusted = trusted_files(*repository, *range);
    if (!trusted) return fail(trusted.error());
    own_files_.insert(kTrustedNames.begin(), kTrustedNames.end());
    own_files_.insert(trusted->paths().begin(), trusted->paths().end());

    RunPlan plan{.root = trusted->folder(), .sealed = true};
    // Who may push has decided; a request is judged by what was there before it.
    plan.heed_comments =
        flags_.trust_comments || !environment_.is_request || range->kind != CiRange::Kind::kRange;
    plan.tell = [this](const Report& report) { return tell(report); };
    if (!range->fault.empty()) notes_.push_back(range->fault);
    const bool is_text = flags_.scan.format == "text" || flags_.scan.format == "brief";
    Status status = is_text ? output_.begin_text() : Status();
    if (!status) return fail(status.error());
    return run_scan(flags_.scan, plan,
                    [&](const ScanOptions& options) { return scan(*repository, *range, options); });
  }

 private:
  // Nothing but a base that was found is trusted: not even what is checked out. What is wrong there
  // does not count, or nobody could mend it by a request.
  Result<TrustedFiles> trusted_files(const Repository& repository, CiRange& range) const {
    const auto base = range.bases.empty() ? std::nullopt : std::optional(range.bases.back());
    Result<TrustedFiles> files =
        TrustedFiles::write(repository, is_all(range) ? std::optional(range.head) : base);
    if (!files || files->paths().empty()) return files;
    const std::string wrong = fault_in(files->folder());
    if (wrong.empty()) return files;
    add_fault(range, "rekey's files of the base are wrong (" + wrong +
                         "): the request was judged by the built-in rules alone");
    return TrustedFiles::write(repository, std::nullopt);
  }

  // What is wrong with rekey's own files in `folder`; "" = nothing.
  [[nodiscard]] std::string fault_in(const std::string& folder) const {
    const auto rules = set_up_rules({flags_.scan.config, folder, {}, true});
    const auto known = find_suppressions({flags_.scan.baseline, flags_.scan.ignore_file, folder});
    if (rules && known) return {};
    std::string text = rules ? known.error().message : rules.error().message;
    const size_t at = text.find(folder + "/");
    return at == std::string::npos ? text : text.erase(at, folder.size() + 1);
  }

  // What a request changes is judged before it is taken in: afterwards it judges the others.
  void check_changed(const Repository& repository, const CiRange& range, Report& report) const {
    const Result<TrustedFiles> files = TrustedFiles::write(repository, range.head);
    const std::string wrong = files ? fault_in(files->folder()) : files.error().message;
    if (wrong.empty()) return;
    report.skipped.push_back({"rekey's files of the request", wrong});
    report.complete = false;
  }

  // A branch that nothing is compared with is judged by its own files: there are no others.
  [[nodiscard]] static bool is_all(const CiRange& range) {
    return range.kind == CiRange::Kind::kAll;
  }

  Result<Report> scan(const Repository& repository, const CiRange& range,
                      const ScanOptions& options) {
    RangeRequest request = request_of(range, environment_);
    std::set<std::string> touched;
    request.changed = [&](const Change& change) {
      if (own_files_.contains(change.path)) touched.insert(change.path);
    };
    Result<Report> report = scan_range(repository, request, options);
    if (!report) return report;
    if (!touched.empty()) check_changed(repository, range, *report);
    for (const std::string& path : touched) {
      notes_.push_back("this request changes " + path + "; it was judged by that of the base");
    }
    if (!range.fault.empty()) {
      report->skipped.push_back({"commits of the request", range.fault});
      report->complete = false;
    }
    return report;
  }

  Status tell(const Report& report) {
    Status ended = output_.end_text();
    if (!ended) return ended;
    if (!flags_.scan.quiet) {
      for (const std::string& note : notes_) say("ci: " + terminal_text(note));
    }
    return flags_.no_annotations ? Status() : output_.tell(report, notes_);
  }

  const CiFlags& flags_;
  CiEnvironment environment_;
  CiOutput output_;
  std::vector<std::string> notes_;
  std::set<std::string, std::less<>> own_files_;
};

ExitCode run_ci(const CiFlags& flags) {
  CiEnvironment environment = environment_of(flags);
  if (environment.host == CiHost::kNone && flags.base.empty()) {
    return fail({ErrorCode::kUsage, "ci: no CI system in the environment; give --base REV"});
  }
  const StopSignals signals;  // there are temporary files
  return CiRun(flags, std::move(environment)).run();
}

}  // namespace

void add_ci_command(CLI::App& program, ExitCode& result) {
  auto flags = std::make_shared<CiFlags>();
  CLI::App* command = program.add_subcommand("ci", kHelp);
  command->add_option("REPO", flags->folder, "The repository")->capture_default_str();
  command->add_option("--base", flags->base, "What was there before")->type_name("REV");
  command->add_option("--head", flags->head, "What is asked to be taken in")->type_name("REV");
  command->add_flag("--no-fetch", flags->no_fetch, "Ask no remote for what a clone lacks");
  command->add_flag("--trust-comments", flags->trust_comments,
                    "Heed rekey:allow comments that a request brings");
  command->add_flag("--no-annotations", flags->no_annotations, "Nothing in the host's own form");
  add_scan_flags(*command, flags->scan);
  command->callback([flags, &result] { result = run_ci(*flags); });
}

}  // namespace rekey
