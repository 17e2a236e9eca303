#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "scanner/base/file.h"
#include "scanner/builtin/builtin.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/setup/run.h"
#include "scanner/cli/terminal/terminal.h"
#include "scanner/report/text/log_commands.h"
#include "scanner/reset/order.h"
#include "scanner/reset/plan.h"

namespace rekey {
namespace {

constexpr uint64_t kLargestReport = uint64_t{1} << 30;

struct ResetFlags {
  std::string subject;
  std::string format = "md";
  std::string exposure;
};

// A rule's id, or a report's file.
Result<Plan> plan_for(const std::string& subject) {
  Result<RuleSet> rules = builtin_rules();
  if (!rules) return rules.error();
  if (const auto index = rules->index_of(subject)) {
    return plan_of_rule(rules->rules()[*index], rules->reset(*index));
  }
  std::error_code ignored;
  if (!std::filesystem::exists(subject, ignored)) {
    return Error{ErrorCode::kUsage,
                 "no report and no rule has this name; rekey rules list has the rules"};
  }
  Result<std::string> json = read_named_file(subject, kLargestReport);
  if (!json) return json.error();
  return plan_of_report(*json, subject);
}

Exposure exposure_of(const std::string& name) {
  if (name.empty()) return Exposure::kUnknown;
  return name == "public" ? Exposure::kPublic : Exposure::kPrivate;
}

}  // namespace

void add_reset_command(CLI::App& program, ExitCode& result) {
  auto flags = std::make_shared<ResetFlags>();
  CLI::App* command = program.add_subcommand("reset", "What to do now, for a report or a rule");
  command->add_option("REPORT|ID", flags->subject, "A JSON report, or a rule's id")->required();
  command->add_option("-f,--format", flags->format, "md, json or sh (asks before each step)")
      ->check(CLI::IsMember({"md", "json", "sh"}))
      ->capture_default_str();
  command
      ->add_option("--exposure", flags->exposure,
                   "Who could read it: public (revoke first) or private (replace, deploy, revoke)")
      ->check(CLI::IsMember({"public", "private"}));
  command->callback([flags, &result] {
    Result<Plan> plan = plan_for(flags->subject);
    if (!plan) {
      result = fail(plan.error());
      return;
    }
    order_steps(*plan, exposure_of(flags->exposure));
    const auto write = flags->format == "json" ? plan_json
                       : flags->format == "sh" ? plan_script
                                               : plan_markdown;
    const Medium medium = flags->format == "json" ? Medium::kJson
                          : flags->format == "sh" ? Medium::kText
                                                  : Medium::kMarkdown;
    const Status status = write_output(without_commands(write(*plan), medium));
    result = status ? ExitCode::kClean : fail(status.error());
  });
}

}  // namespace rekey
