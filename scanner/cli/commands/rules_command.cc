#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <set>

#include "scanner/cli/commands.h"
#include "scanner/cli/commands/rule_page.h"
#include "scanner/cli/setup/rule_setup.h"
#include "scanner/cli/setup/run.h"
#include "scanner/cli/terminal/terminal.h"
#include "scanner/match/proof/check.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/log_commands.h"

namespace rekey {
namespace {

struct RulesFlags {
  std::vector<std::string> rules, files;
  std::string config, id;
  bool stats = false;
};

ExitCode print(std::string text) {
  Status status = write_output(without_commands(std::move(text), Medium::kText));
  return status ? ExitCode::kClean : fail(status.error());
}

bool is_own(const Reset& reset) {
  return (!reset.console_path.empty() || !reset.revoke.empty()) && !reset.docs.empty();
}

std::string stats_of(const RuleSet& set) {
  std::set<std::string> providers, own;
  std::vector<Reset> resets;
  for (size_t i = 0; i < set.rules().size(); ++i) {
    const std::string& provider = set.rules()[i].provider;
    const Reset reset = set.reset(i);
    providers.insert(provider);
    if (is_own(reset)) own.insert(provider);
    if (std::find(resets.begin(), resets.end(), reset) == resets.end()) resets.push_back(reset);
  }
  return std::to_string(set.rules().size()) + " kinds\n" + std::to_string(providers.size()) +
         " providers\n" + std::to_string(resets.size()) + " reset blocks\n" +
         std::to_string(own.size()) +
         " providers with a reset of their own: the way through the console's menus or the call "
         "that revokes, with the provider's document; the others have a class's steps and the "
         "address of the console\n";
}

ExitCode list(const RulesFlags& flags) {
  Result<std::shared_ptr<const Matcher>> matcher = set_up_rules({flags.config, "", flags.rules});
  if (!matcher) return fail(matcher.error());
  const RuleSet& set = (*matcher)->rules();
  if (flags.stats) return print(stats_of(set));
  std::string out;
  for (const Rule& rule : set.rules()) {
    out += terminal_text(rule.id) + "\t" + terminal_text(rule.provider) + "\t" +
           terminal_text(rule.kind) + "\n";
  }
  return print(out);
}

ExitCode show(const RulesFlags& flags) {
  Result<std::shared_ptr<const Matcher>> matcher = set_up_rules({flags.config, "", flags.rules});
  if (!matcher) return fail(matcher.error());
  const RuleSet& set = (*matcher)->rules();
  const auto index = set.index_of(flags.id);
  if (!index) {
    return fail({ErrorCode::kUsage, "rules show: no rule has this id; rekey rules list has them"});
  }
  return print(rule_page(set.rules()[*index], set.reset(*index)));
}

ExitCode check(const RulesFlags& flags) {
  size_t rules = 0;
  for (const std::string& path : flags.files) {
    Result<RuleFile> file = load_rule_path(path, Dialect::kConfig);
    if (!file) return fail(file.error());
    rules += file->rules.size();
    Result<std::shared_ptr<const Matcher>> matcher = set_up_rules({"", "", {path}});
    if (!matcher) return fail(matcher.error());
  }
  return print(std::to_string(rules) + " rules are right\n");
}

}  // namespace

void add_rules_command(CLI::App& program, ExitCode& result) {
  auto flags = std::make_shared<RulesFlags>();
  CLI::App* command =
      program.add_subcommand("rules", "The rules: list, show, check and measure them");
  command->require_subcommand(1);
  CLI::App* list_command = command->add_subcommand("list", "Every rule: id, provider, kind");
  list_command->add_flag("--stats", flags->stats, "Only the counts");
  list_command->add_option("--rules", flags->rules, "Rules to add; repeatable")->type_name("FILE");
  list_command->add_option("--config", flags->config, "Configuration")->type_name("FILE");
  list_command->callback([flags, &result] { result = list(*flags); });
  CLI::App* show_command = command->add_subcommand("show", "Everything about a rule");
  show_command->add_option("ID", flags->id, "The rule's id")->required();
  show_command->add_option("--rules", flags->rules, "Rules to add; repeatable")->type_name("FILE");
  show_command->add_option("--config", flags->config, "Configuration")->type_name("FILE");
  show_command->callback([flags, &result] { result = show(*flags); });
  CLI::App* check_command =
      command->add_subcommand("check", "Check rule files and prove their examples");
  check_command->add_option("FILE", flags->files, "Files or folders")->required();
  check_command->callback([flags, &result] { result = check(*flags); });
  add_bench_command(*command, result);
}

}  // namespace rekey
