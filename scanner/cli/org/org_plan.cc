#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "scanner/base/file.h"
#include "scanner/cli/org/org_commands.h"
#include "scanner/cli/org/org_sources.h"
#include "scanner/cli/setup/run.h"
#include "scanner/cli/terminal/terminal.h"
#include "scanner/org/inventory/plan_file.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/log_commands.h"

namespace rekey {
namespace {

struct PlanFlags {
  SourceFlags source;
  std::string output;
  bool dry_run = false;
};

ExitCode run_plan(const PlanFlags& flags) {
  const Result<Sources> sources = find_sources(flags.source);
  if (!sources) return fail(sources.error());
  const Inventory& inventory = sources->inventory;
  const bool shown = flags.dry_run || flags.output.empty();
  const std::string text = flags.dry_run ? show_plan(inventory) : write_plan(inventory);
  const Medium medium = flags.dry_run ? Medium::kText : Medium::kJson;
  const Status written =
      shown ? write_output(without_commands(text, medium)) : write_file(flags.output, text);
  if (!written) return fail(written.error());
  for (const InventoryFault& fault : inventory.faults) {
    say("not listed: " + terminal_text(fault.source) + ": " + terminal_text(fault.reason));
  }
  const bool nothing = inventory.repositories.empty();
  if (nothing) say("there is no repository");
  return inventory.faults.empty() && !nothing ? ExitCode::kClean : ExitCode::kIncomplete;
}

}  // namespace

void add_org_plan(CLI::App& org, ExitCode& result) {
  auto flags = std::make_shared<PlanFlags>();
  CLI::App* command = org.add_subcommand("plan", "List the repositories, one JSON object a line");
  add_source_flags(*command, flags->source, true);
  command->add_option("-o,--output", flags->output, "Write the plan here, not to standard output")
      ->type_name("FILE");
  command->add_flag("--dry-run", flags->dry_run, "Show it for people and write nothing");
  command->callback([flags, &result] { result = run_plan(*flags); });
}

}  // namespace rekey
