#include <CLI/CLI.hpp>
#include <memory>
#include <set>

#include "scanner/cli/commands.h"
#include "scanner/cli/rule_setup.h"
#include "scanner/cli/run.h"
#include "scanner/cli/terminal.h"
#include "scanner/match/check.h"

namespace rekey {
namespace {

struct RulesFlags {
  std::vector<std::string> rules, files;
  std::string config, id;
  bool stats = false;
};

ExitCode print(const std::string& text) {
  Status status = write_output(text);
  return status ? ExitCode::kClean : fail(status.error());
}

ExitCode list(const RulesFlags& flags) {
  Result<std::shared_ptr<const Matcher>> matcher = set_up_rules({flags.config, "", flags.rules});
  if (!matcher) return fail(matcher.error());
  const RuleSet& set = (*matcher)->rules();
  std::string out;
  std::set<std::string> providers;
  std::vector<Reset> resets;
  for (size_t i = 0; i < set.rules().size(); ++i) {
    const Rule& rule = set.rules()[i];
    providers.insert(rule.provider);
    const Reset reset = set.reset(i);
    if (std::find(resets.begin(), resets.end(), reset) == resets.end()) resets.push_back(reset);
    if (!flags.stats) out += rule.id + "\t" + rule.provider + "\t" + rule.kind + "\n";
  }
  if (flags.stats) {
    out = std::to_string(set.rules().size()) + " kinds\n" + std::to_string(providers.size()) +
          " providers\n" + std::to_string(resets.size()) + " reset blocks\n";
  }
  return print(out);
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
  CLI::App* command = program.add_subcommand("rules", "The rules: list, check and measure them");
  command->require_subcommand(1);
  CLI::App* list_command = command->add_subcommand("list", "Every rule: id, provider, kind");
  list_command->add_flag("--stats", flags->stats, "Only the counts");
  list_command->add_option("--rules", flags->rules, "Rules to add; repeatable")->type_name("FILE");
  list_command->callback([flags, &result] { result = list(*flags); });
  CLI::App* check_command =
      command->add_subcommand("check", "Check rule files and prove their examples");
  check_command->add_option("FILE", flags->files, "Files or folders")->required();
  check_command->callback([flags, &result] { result = check(*flags); });
  add_bench_command(*command, result);
}

}  // namespace rekey
