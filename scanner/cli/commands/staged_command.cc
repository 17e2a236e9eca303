#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "scanner/cli/commands.h"
#include "scanner/cli/commands/amend.h"
#include "scanner/cli/commands/staged_run.h"
#include "scanner/cli/setup/environment.h"
#include "scanner/cli/setup/given_repository.h"
#include "scanner/cli/setup/repository_paths.h"
#include "scanner/cli/setup/run.h"
#include "scanner/cli/terminal/terminal.h"
#include "scanner/git/changes/index_file.h"
#include "scanner/git/changes/staged_changes.h"
#include "scanner/git/store/repository.h"
#include "scanner/report/format.h"
#include "scanner/scan/changes/staged.h"

namespace rekey {
namespace {

// Whether the answer "nothing" needs no rules: nobody asked for more than a sentence.
bool wants_a_sentence(const ScanFlags& flags) {
  return find_format(flags.format)->is_for_people && flags.reports.empty() && !flags.stats &&
         flags.config.empty() && flags.rules.empty() && flags.only_rules.empty() &&
         flags.skip_rules.empty() && flags.max_file_size == ScanFlags().max_file_size;
}

// As the index has it: from the work tree's root, without "." and "..".
std::string path_in(const std::string& work_tree, const std::string& given) {
  std::error_code ignored;
  const auto root = std::filesystem::weakly_canonical(work_tree, ignored);
  const auto here = std::filesystem::weakly_canonical(std::filesystem::current_path(ignored));
  return (here / given).lexically_normal().lexically_relative(root).generic_string();
}

// What is staged, and the repository to read it from.
struct Staged {
  Repository repository;
  IndexFile index;
  StagedChanges changes;
};

// git names what it merges to its hooks in the environment; MERGE_HEAD comes after
// pre-merge-commit.
NextCommit next_commit(bool amend) {
  NextCommit next{amend, {}};
  for (const std::string& hex : variables_after("GITHEAD_")) {
    const auto id = ObjectId::from_hex(hex);
    if (id) next.merged.push_back(*id);
  }
  return next;
}

// An index that is not there is an empty one, but only where git would make it: whoever names
// another has not looked.
Status check_index_file(const Repository& repository, const std::string& file) {
  std::error_code ignored;
  if (file.empty() || std::filesystem::exists(file, ignored)) return {};
  const auto named = std::filesystem::weakly_canonical(file, ignored);
  const auto own = std::filesystem::weakly_canonical(repository.git_dir() + "index", ignored);
  if (named == own) return {};
  return Error{ErrorCode::kUsage, "GIT_INDEX_FILE: " + file + ": no such file"};
}

// The index is the one that git made for its hook: that of `git commit -a` and of
// `git commit -- path` too.
Result<Staged> look(const NextCommit& next) {
  const std::string named = take_variable("GIT_INDEX_FILE");
  Result<Repository> repository = open_given_repository();
  if (!repository) return repository.error();
  const Status is_there = check_index_file(*repository, named);
  if (!is_there) return is_there.error();
  const std::string folder = repository->git_dir();
  Result<IndexFile> index =
      IndexFile::read(named.empty() ? folder + "index" : named, folder, repository->id_size());
  if (!index) return index.error();
  Result<StagedChanges> changes = staged_changes(*repository, next, *index);
  if (!changes) return changes.error();
  return Staged{*std::move(repository), *std::move(index), *std::move(changes)};
}

}  // namespace

ExitCode run_staged(const StagedFlags& flags) {
  Result<Staged> staged = look(next_commit(flags.amend || is_amending()));
  if (!staged) return fail(staged.error());
  const Repository* repository = &staged->repository;
  StagedChanges changes = std::move(staged->changes);
  std::vector<std::string> unknown;
  if (!flags.files.empty()) {
    std::vector<std::string> files;
    for (const std::string& file : flags.files) {
      files.push_back(path_in(repository->work_tree(), file));
    }
    changes = changes_of_files(*repository, staged->index, changes, files, unknown);
  }
  const bool has_nothing = changes.changes.empty() && changes.errors.empty();
  if (has_nothing && unknown.empty() && wants_a_sentence(flags.scan)) {
    const Status written =
        write_output(find_format(flags.scan.format)->text(nothing_staged(*repository), {}));
    return written ? ExitCode::kClean : fail(written.error());
  }
  (void)repository->origin_url();  // libgit2 reads its configuration files now
  const RunPlan plan{.root = repository->work_tree(),
                     .sandbox = SandboxPlan{repository_paths(*repository), {}}};
  return run_scan(flags.scan, plan, [&](const ScanOptions& options) {
    Result<Report> report = scan_staged(*repository, changes, options);
    if (!report) return report;
    for (const std::string& file : unknown) {
      report->skipped.push_back({file, "not in the index: git add it, or use rekey dir"});
    }
    report->complete = report->complete && unknown.empty();
    return report;
  });
}

void add_staged_command(CLI::App& program, ExitCode& result) {
  auto flags = std::make_shared<StagedFlags>();
  CLI::App* command = program.add_subcommand(
      "staged",
      "What the next commit would add: the index against its parents. With FILEs only what is\n"
      "staged of them; if one of them is not staged, all of their text in the index, which is "
      "what\n"
      "`pre-commit run --all-files` means.");
  command->add_option("FILE", flags->files, "Only these");
  command->add_flag("--amend", flags->amend,
                    "The commit takes the place of HEAD: compare with HEAD's parents");
  add_scan_flags(*command, flags->scan);
  command->callback([flags, &result] { result = run_staged(*flags); });
}

}  // namespace rekey
