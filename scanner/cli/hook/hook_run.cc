#include "scanner/cli/hook/hook_run.h"

#include <signal.h>  // NOLINT(modernize-deprecated-headers): alarm and its signal
#include <unistd.h>

#include <array>
#include <set>
#include <sstream>

#include "scanner/base/file.h"
#include "scanner/cli/ci/changed_files.h"
#include "scanner/cli/ci/trusted_run.h"
#include "scanner/cli/commands/staged_run.h"
#include "scanner/cli/setup/environment.h"
#include "scanner/cli/setup/given_repository.h"
#include "scanner/cli/setup/run.h"
#include "scanner/cli/terminal/terminal.h"
#include "scanner/git/store/revision.h"
#include "scanner/scan/changes/range.h"

namespace rekey {
namespace {

constexpr uint64_t kLargestInput = uint64_t{64} << 20;

// Seconds for a scan of pre-receive, if --budget says nothing: somebody waits at the other end.
constexpr unsigned kBudget = 60;
// And after its end for what does not look at the clock, and for the report.
constexpr unsigned kGrace = 10;

bool is_zero(const std::string& id) {
  return id.find_first_not_of('0') == std::string::npos;
}

// A line of standard input, in words.
std::vector<std::vector<std::string>> lines_of(const std::string& text) {
  std::vector<std::vector<std::string>> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::vector<std::string> row;
    for (std::string word; words >> word;) row.push_back(word);
    if (!row.empty()) out.push_back(std::move(row));
  }
  return out;
}

// What a ref will point to; zeros: it is deleted. False for what is no id.
bool add_ref(const std::string& name, const std::string& id, std::vector<Ref>& refs) {
  if (is_zero(id)) return true;
  const auto target = ObjectId::from_hex(id);
  if (target) refs.push_back({name, *target});
  return target.has_value();
}

ScanFlags brief(ScanFlags flags) {
  if (flags.format == "text") flags.format = "brief";
  flags.no_progress = true;
  flags.heed_environment = false;
  return flags;
}

ExitCode scan_new(const HookFlags& flags, const Repository& repository, const RunPlan& plan,
                  const RangeRequest& request) {
  if (request.include.empty() && request.refs.empty()) return ExitCode::kClean;
  return run_scan(brief(flags.scan), plan, [&](const ScanOptions& options) {
    return scan_range(repository, request, options);
  });
}

ExitCode run_index(const HookFlags& flags) {
  StagedFlags staged;
  staged.scan = brief(flags.scan);
  staged.files = flags.words;
  staged.amend = flags.amend;
  return run_staged(staged);
}

// From pre-commit's framework: `--from-ref A --to-ref B`, and its own pre-push. A range of nothing
// says nothing of what is staged: the index is looked at then.
ExitCode run_framework_range(const HookFlags& flags, const std::string& from,
                             const std::string& to) {
  Result<Repository> repository = open_given_repository();
  if (!repository) return fail(repository.error());
  RangeRequest request;
  request.source = "pre-commit";
  request.in_place = true;
  const Result<ObjectId> head = commit_named(*repository, to);
  if (!head) return fail(head.error());
  request.include.push_back(head.value());
  if (!is_zero(from)) {
    const Result<ObjectId> base = commit_named(*repository, from);
    if (!base) return fail(base.error());
    if (base.value() == head.value()) return run_index(flags);
    request.exclude.push_back(base.value());
  }
  return scan_new(flags, *repository, {.root = repository->work_tree()}, request);
}

ExitCode run_pre_commit(const HookFlags& flags) {
  const std::string from = variable("PRE_COMMIT_FROM_REF");
  const std::string to = variable("PRE_COMMIT_TO_REF");
  if (!from.empty() && !to.empty() && from != to) return run_framework_range(flags, from, to);
  return run_index(flags);
}

ExitCode run_pre_push(const HookFlags& flags) {
  Result<Repository> repository = open_given_repository();
  if (!repository) return fail(repository.error());
  Result<ObjectReader> reader = ObjectReader::open(*repository);
  if (!reader) return fail(reader.error());
  RangeRequest request;
  request.source = "pre-push";
  request.in_place = true;
  std::string input;
  if (!is_terminal(STDIN_FILENO)) {
    Result<std::string> text = read_descriptor(STDIN_FILENO, "standard input", kLargestInput);
    if (!text) return fail(text.error());
    input = *std::move(text);
  }
  for (const std::vector<std::string>& row : lines_of(input)) {
    if (row.size() != 4 || !add_ref(row[0], row[1], request.refs)) {
      return fail({ErrorCode::kUsage, "pre-push: not git's standard input"});
    }
    // What is there may not be here: then nothing is known of it.
    const auto there = ObjectId::from_hex(row[3]);
    if (there && reader->header(*there)) request.known_refs.push_back({row[2], *there});
  }
  if (flags.or_head && lines_of(input).empty()) {
    const Result<ObjectId> head = commit_named(*repository, "HEAD");
    if (head) request.include.push_back(head.value());
  }
  const std::string remote = flags.words.empty() ? std::string() : flags.words.front() + "/";
  for (Ref& ref : repository->refs().refs) {
    if (ref.name.starts_with("refs/remotes/" + remote)) {
      request.known_refs.push_back(std::move(ref));
    }
  }
  return scan_new(flags, *repository, {.root = repository->work_tree()}, request);
}

// The clock behind that of the scan: ends the process, whatever it does. Only what a signal may
// call.
int code_when_late = 0;

void end_late(int /*signal*/) {
  constexpr std::string_view kText = "rekey: not scanned: out of time\n";
  const ssize_t written = ::write(STDERR_FILENO, kText.data(), kText.size());
  ::_exit(written < 0 ? 1 : code_when_late);
}

// GitLab shows people in its pages the lines that begin so.
std::string for_gitlab(const std::string& text, std::string_view /*format*/) {
  std::string out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) out += "GL-HOOK-ERR: " + line + "\n";
  return out;
}

ExitCode run_pre_receive(const HookFlags& flags) {
  Result<Repository> repository = open_given_repository();
  if (!repository) return fail(repository.error());
  Result<std::string> input = read_descriptor(STDIN_FILENO, "standard input", kLargestInput);
  if (!input) return fail(input.error());
  RangeRequest request;
  request.source = "pre-receive";
  request.in_place = true;
  for (const std::vector<std::string>& row : lines_of(*input)) {
    if (row.size() != 3 || !add_ref(row[2], row[1], request.refs)) {
      return fail({ErrorCode::kUsage, "pre-receive: not git's standard input"});
    }
  }
  for (Ref& ref : repository->refs().refs) {
    if (ref.name != "HEAD") request.known_refs.push_back(std::move(ref));
  }
  // What is judged cannot change the judge: the files are those of the branch HEAD names.
  const Result<ObjectId> head = commit_named(*repository, "HEAD");
  Result<TrustedRun> trusted =
      trusted_run(*repository, head ? std::optional(head.value()) : std::optional<ObjectId>(),
                  brief(flags.scan));
  if (!trusted) return fail(trusted.error());
  ChangedFiles changed(trusted->files);
  request.changed = [&](const Change& change, const ObjectId& commit) {
    changed.look_at(change, commit);
  };
  RunPlan plan{.root = trusted->files.folder(), .sealed = true, .budget = kBudget};
  plan.heed_comments = flags.trust_comments;
  if (!variable("GL_REPOSITORY").empty()) plan.shown = for_gitlab;
  if (request.refs.empty()) return ExitCode::kClean;
  return run_scan(brief(flags.scan), plan, [&](const ScanOptions& options) {
    Result<Report> report = scan_range(*repository, request, options);
    if (!report) return report;
    report->notes = changed.notes("push", "it was judged by that of the branch HEAD names");
    if (!trusted->fault.empty()) {
      report->notes.push_back("rekey's files of the branch HEAD names are wrong (" +
                              trusted->fault +
                              "): the push was judged by the built-in rules alone");
    }
    return report;
  });
}

ExitCode run_in_time(const HookFlags& flags) {
  const bool opens = flags.fail == "open";
  const unsigned budget = flags.scan.budget.value_or(kBudget);
  if (budget > 0) {
    code_when_late = static_cast<int>(opens ? ExitCode::kClean : ExitCode::kIncomplete);
    ::signal(SIGALRM, end_late);
    ::alarm(budget + kGrace);
  }
  const ExitCode code = run_pre_receive(flags);
  ::alarm(0);
  return opens && code != ExitCode::kLeaks ? ExitCode::kClean : code;
}

struct HookRow {
  std::string_view name;
  ExitCode (*run)(const HookFlags&);
};

constexpr std::array<HookRow, 4> kHooks = {{
    {"pre-commit", run_pre_commit},
    {"pre-merge-commit", run_pre_commit},
    {"pre-push", run_pre_push},
    {"pre-receive", run_in_time},
}};

}  // namespace

ExitCode run_hook(const HookFlags& flags) {
  // Hooks run in whatever environment a shell, an editor or a client of the server left them: which
  // rules hold is for the repository and the hook's own command line to say.
  for (const char* name : {"GITLEAKS_CONFIG", "GITLEAKS_CONFIG_TOML"}) {
    if (!variable(name).empty()) say(std::string(name) + " is not heeded in hooks; give --config");
  }
  // git shows people what a hook writes, on either stream; a remote's lines come with "remote:".
  for (const HookRow& row : kHooks) {
    if (row.name == flags.hook) return row.run(flags);
  }
  return fail(
      {ErrorCode::kUsage, "hook run: pre-commit, pre-merge-commit, pre-push or pre-receive"});
}

}  // namespace rekey
