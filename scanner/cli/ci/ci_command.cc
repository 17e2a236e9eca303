#include <CLI/CLI.hpp>
#include <memory>

#include "scanner/cli/ci/changed_files.h"
#include "scanner/cli/ci/ci_base.h"
#include "scanner/cli/ci/ci_environment.h"
#include "scanner/cli/ci/ci_output.h"
#include "scanner/cli/ci/trusted_run.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/setup/run.h"
#include "scanner/cli/setup/stop_signals.h"
#include "scanner/cli/terminal/terminal.h"
#include "scanner/report/format.h"
#include "scanner/scan/changes/range.h"

namespace rekey {
namespace {

constexpr auto kHelp =
    "What this pull or merge request adds, by commit. Base and head come from the CI\n"
    "system, or --base and --head. A shallow clone is deepened; if its remote does not\n"
    "answer, all that is there is scanned. Configuration, ignore files and baseline are\n"
    "those of the base. --budget is 600.";

constexpr unsigned kBudget = 600;  // seconds

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
  request.refs = range.refs;
  request.tree_only = range.kind == CiRange::Kind::kTree;
  if (range.kind == CiRange::Kind::kRange) request.exclude = range.bases;
  return request;
}

class CiRun {
 public:
  CiRun(const CiFlags& flags, CiEnvironment environment)
      : flags_(flags), environment_(std::move(environment)), output_(environment_.host) {}

  ExitCode run() {
    const Result<Repository> before = Repository::open(flags_.folder);
    if (!before) return fail(before.error());
    Result<CiRange> range = find_ci_range(flags_.folder, environment_, !flags_.no_fetch);
    if (!range) return fail(range.error());
    Result<Repository> repository = Repository::open(flags_.folder);  // with what was fetched
    if (!repository) return fail(repository.error());
    notes_ = range->notes;
    Result<TrustedRun> trusted = trusted_run_of(*repository, *range);
    if (!trusted) return fail(trusted.error());
    ChangedFiles changed(trusted->files);

    RunPlan plan{.root = trusted->files.folder(), .sealed = true, .budget = kBudget};
    // Who may push has decided; a request is judged by what was there before it.
    plan.heed_comments =
        flags_.trust_comments || !environment_.is_request || range->kind != CiRange::Kind::kRange;
    plan.tell = [this](const Report& report) { return tell(report); };
    if (!range->fault.empty()) notes_.push_back(range->fault);
    Status status = is_text() ? output_.begin_text() : Status();
    if (!status) return fail(status.error());
    return run_scan(flags_.scan, plan, [&](const ScanOptions& options) {
      return scan(*repository, *range, options, changed);
    });
  }

 private:
  // Nothing but a base that was found is trusted: not even what is checked out.
  Result<TrustedRun> trusted_run_of(const Repository& repository, CiRange& range) const {
    const auto base = range.bases.empty() ? std::nullopt : std::optional(range.bases.back());
    Result<TrustedRun> trusted =
        trusted_run(repository, is_all(range) ? std::optional(range.head) : base, flags_.scan);
    if (trusted && !trusted->fault.empty()) {
      add_fault(range, "rekey's files of the base are wrong (" + trusted->fault +
                           "): the request was judged by the built-in rules alone");
    }
    return trusted;
  }

  [[nodiscard]] bool is_text() const { return find_format(flags_.scan.format)->is_for_people; }

  // A branch that nothing is compared with is judged by its own files: there are no others.
  [[nodiscard]] static bool is_all(const CiRange& range) {
    return range.kind == CiRange::Kind::kAll;
  }

  Result<Report> scan(const Repository& repository, const CiRange& range,
                      const ScanOptions& options, ChangedFiles& changed) {
    RangeRequest request = request_of(range, environment_);
    request.changed = [&](const Change& change, const ObjectId& commit) {
      changed.look_at(change, commit);
    };
    Result<Report> report = scan_range(repository, request, options);
    if (!report) return report;
    const bool is_own = is_all(range);
    report->notes =
        changed.notes(environment_.is_request ? "request" : "push",
                      is_own ? "it was judged by its own" : "it was judged by that of the base");
    notes_.insert(notes_.end(), report->notes.begin(), report->notes.end());
    if (!range.fault.empty()) {
      report->skipped.push_back({"commits of the request", range.fault});
      report->complete = false;
    }
    return report;
  }

  Status tell(const Report& report) {
    Status ended = output_.end_text();
    if (!ended) return ended;
    // The text report has those of the report itself.
    const size_t own = is_text() ? report.notes.size() : 0;
    for (size_t i = 0; i + own < notes_.size() && !flags_.scan.quiet; ++i) say("ci: " + notes_[i]);
    return flags_.no_annotations ? Status() : output_.tell(report, notes_);
  }

  const CiFlags& flags_;
  CiEnvironment environment_;
  CiOutput output_;
  std::vector<std::string> notes_;
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
