#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "scanner/cli/ci/ci_environment.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/commands/date.h"
#include "scanner/cli/setup/repository_paths.h"
#include "scanner/cli/setup/run.h"
#include "scanner/git/store/repository.h"
#include "scanner/git/store/revision.h"
#include "scanner/scan/changes/range.h"
#include "scanner/scan/history/history.h"

namespace rekey {
namespace {

struct GitFlags {
  ScanFlags scan;
  std::string repository = ".";
  std::string cache;
  std::string range, since;
  std::vector<std::string> branches;
  bool no_unreachable = false;
};

Status add_range(const Repository& repository, const std::string& range, RangeRequest& request) {
  const size_t dots = range.find("..");
  if (dots == std::string::npos) {
    return Error{ErrorCode::kUsage, "--range: give A..B: what B adds over A"};
  }
  const size_t behind = range.find_first_not_of('.', dots);  // A...B adds the same over A
  std::string from = range.substr(0, dots);
  std::string to = behind == std::string::npos ? std::string() : range.substr(behind);
  if (from.empty()) from = "HEAD";
  if (to.empty()) to = "HEAD";
  const Result<ObjectId> exclude = commit_named(repository, from);
  if (!exclude) return exclude.error();
  const Result<ObjectId> include = commit_named(repository, to);
  if (!include) return include.error();
  request.exclude.push_back(exclude.value());
  request.include.push_back(include.value());
  request.ref = to;
  return {};
}

// A ref by what it leads to; else a commit in another way.
Status add_branch(const Repository& repository, const std::string& name, RangeRequest& request) {
  if (request.ref.empty()) request.ref = name;
  const RefList refs = repository.refs();
  if (const Ref* ref = ref_named(refs.refs, name)) {
    request.refs.push_back(*ref);
    return {};
  }
  const Result<ObjectId> commit = commit_named(repository, name);
  if (!commit) return commit.error();
  request.include.push_back(commit.value());
  return {};
}

Status add_since(const Repository& repository, const std::string& since, RangeRequest& request) {
  if (since.empty()) return {};
  request.after = parse_date(since);
  if (request.after) return {};
  const Result<ObjectId> commit = commit_named(repository, since);
  if (!commit) {
    return Error{ErrorCode::kUsage,
                 "--since: neither a date such as 2026-11-24 nor a commit of this repository"};
  }
  request.exclude.push_back(commit.value());
  return {};
}

Result<RangeRequest> request_of(const Repository& repository, const GitFlags& flags) {
  RangeRequest request;
  request.source = "git " + flags.repository;
  Status status;
  if (!flags.range.empty()) status = add_range(repository, flags.range, request);
  for (const std::string& branch : flags.branches) {
    if (status) status = add_branch(repository, branch, request);
  }
  if (flags.range.empty() && flags.branches.empty()) request.refs = repository.refs().refs;
  if (status) status = add_since(repository, flags.since, request);
  if (!status) return status.error();
  return request;
}

ExitCode run_git(const GitFlags& flags) {
  Result<Repository> repository = Repository::open_history(flags.repository);
  if (!repository && repository.error().code == ErrorCode::kUnsupported) {
    return run_scan(flags.scan, "", [&](const ScanOptions& options) {
      return unread_history(repository.error(), flags.repository, options);
    });
  }
  if (!repository) return fail(repository.error());
  const bool is_whole =
      flags.range.empty() && flags.branches.empty() && flags.since.empty() && !flags.no_unreachable;
  Result<RangeRequest> request = RangeRequest();
  if (!is_whole) request = request_of(*repository, flags);
  if (!request) return fail(request.error());
  (void)repository->origin_url();  // libgit2 reads its configuration files now
  SandboxPlan paths{repository_paths(*repository), {}};
  if (!flags.cache.empty()) {
    std::error_code told_by_the_scan;
    std::filesystem::create_directories(flags.cache, told_by_the_scan);
    paths.write.push_back(flags.cache);
  }
  const RunPlan plan{.root = repository->work_tree(), .sandbox = std::move(paths)};
  return run_scan(flags.scan, plan, [&](ScanOptions options) {
    options.cache = flags.cache;
    // What a CI system's own checkout has put there leaks nothing.
    options.git_folders = read_ci_environment().host == CiHost::kNone;
    return is_whole ? scan_history(*repository, flags.repository, options)
                    : scan_range(*repository, *request, options);
  });
}

}  // namespace

void add_git_command(CLI::App& program, ExitCode& result) {
  auto flags = std::make_shared<GitFlags>();
  CLI::App* command = program.add_subcommand("git", "The whole history of a repository, or a part");
  command->add_option("REPO", flags->repository, "The repository")->capture_default_str();
  CLI::Option* range =
      command
          ->add_option("--range", flags->range, "Only what B adds over A: every commit, merges too")
          ->type_name("A..B");
  command->add_option("--branch", flags->branches, "Only what this ref reaches; repeatable")
      ->type_name("REF")
      ->excludes(range);
  command->add_option("--since", flags->since, "Only commits later than a date or a commit")
      ->type_name("DATE|REV");
  command->add_flag("--no-unreachable", flags->no_unreachable, "Only what refs reach");
  add_scan_flags(*command, flags->scan);
  command
      ->add_option(
          "--cache", flags->cache,
          "Remember in this folder which objects hold nothing; the next scan reads the others")
      ->type_name("DIR")
      ->group("Scan");
  command->callback([flags, &result] { result = run_git(*flags); });
}

}  // namespace rekey
