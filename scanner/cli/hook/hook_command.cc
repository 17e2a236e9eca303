#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "scanner/cli/commands.h"
#include "scanner/cli/hook/hook_install.h"
#include "scanner/cli/hook/hook_run.h"
#include "scanner/cli/setup/given_repository.h"
#include "scanner/cli/setup/run.h"
#include "scanner/cli/terminal/terminal.h"

namespace rekey {
namespace {

constexpr auto kRunHelp =
    "What a hook does. pre-commit, pre-merge-commit: the index; pre-push: the commits\n"
    "the remote does not have (git's lines on standard input); pre-receive, on a server:\n"
    "what a push brings, by HEAD's configuration, in 60 seconds (--budget).";

const std::vector<std::string> kNames = {"pre-commit", "pre-merge-commit", "pre-push",
                                         "pre-receive"};
// What is installed when none is named: those of a person's repository.
const std::vector<std::string> kUsual = {"pre-commit", "pre-merge-commit", "pre-push"};

std::string own_path() {
  std::error_code ignored;
  return std::filesystem::read_symlink("/proc/self/exe", ignored).string();
}

using Change = Result<std::vector<std::string>> (*)(const Repository&, const HookPlace&);

ExitCode change_hooks(const HookPlace& place, Change change) {
  Result<Repository> repository = open_given_repository();
  if (!repository) return fail(repository.error());
  const Result<std::vector<std::string>> done = change(*repository, place);
  if (!done) return fail(done.error());
  for (const std::string& line : done.value()) say(line);
  return ExitCode::kClean;
}

void add_change(CLI::App& hook, const char* name, const char* help, Change change,
                ExitCode& result) {
  auto place = std::make_shared<HookPlace>();
  CLI::App* command = hook.add_subcommand(name, help);
  command->add_option("HOOK", place->hooks, "When none is named, all but pre-receive")
      ->check(CLI::IsMember(kNames));
  command->add_flag("--shared", place->shared,
                    "Also where core.hooksPath leads out of the repository");
  command->callback([place, change, &result] {
    if (place->hooks.empty()) place->hooks = kUsual;
    place->program = own_path();
    result = change_hooks(*place, change);
  });
}

}  // namespace

void add_hook_command(CLI::App& program, ExitCode& result) {
  CLI::App* hook = program.add_subcommand("hook", "The native git hooks");
  hook->require_subcommand(1);
  add_change(*hook, "install", "Put rekey into this repository's hooks; others go on working",
             install_hooks, result);
  add_change(*hook, "uninstall", "Take it out again", uninstall_hooks, result);
  auto flags = std::make_shared<HookFlags>();
  CLI::App* run = hook->add_subcommand("run", kRunHelp);
  run->add_option("HOOK", flags->hook, "Which hook")->required()->check(CLI::IsMember(kNames));
  run->add_option("WORD", flags->words, "What git or a framework gives the hook");
  run->add_flag("--amend", flags->amend, "pre-commit: the commit takes the place of HEAD");
  run->add_flag("--or-head", flags->or_head, "pre-push: HEAD where others have read git's lines");
  run->add_flag("--trust-comments", flags->trust_comments,
                "pre-receive: heed rekey:allow comments");
  run->add_option("--fail", flags->fail, "pre-receive: if unscanned")
      ->type_name("HOW")
      ->check(CLI::IsMember({"open", "closed"}))
      ->capture_default_str();
  add_scan_flags(*run, flags->scan);
  run->callback([flags, &result] { result = run_hook(*flags); });
}

}  // namespace rekey
