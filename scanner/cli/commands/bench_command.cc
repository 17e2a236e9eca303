#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "scanner/base/file.h"
#include "scanner/builtin/builtin.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/setup/rule_setup.h"
#include "scanner/cli/setup/run.h"
#include "scanner/cli/terminal/terminal.h"
#include "scanner/match/prefilter/compiled_rules.h"
#include "scanner/match/proof/bench.h"
#include "scanner/source/working_tree.h"

namespace rekey {
namespace {

constexpr uint64_t kLargestFile = uint64_t{64} << 20;
constexpr uint64_t kLargestInput = uint64_t{4} << 30;
constexpr double kMega = 1e6;
constexpr size_t kYardstickRules = 96;
constexpr double kPercent = 100;

constexpr auto kHelp =
    "What the rules cost on a text: files, folders or standard input.\n"
    "Throughput is bytes a second of thread CPU time on one core, the median of the passes: of "
    "the\n"
    "prefilter alone and of the whole matcher. The yardstick is measured in the same run: 96 "
    "rules\n"
    "of the form 'provider's word, up to 30 name characters, key|token|secret|password, an\n"
    "assignment, 32 to 40 hexadecimal or base62 characters', made of providers of the built-in "
    "rules.\n"
    "--each tells every rule's share of the set's time above --least: its search, which is the "
    "set's\n"
    "with it over the set's without it, and its confirmations; beside it its search alone.";

struct BenchFlags {
  std::vector<std::string> paths, rules;
  std::string config;
  unsigned passes = 5;
  double least = 2;
  bool each = false, json = false;
};

Result<BenchTexts> texts_of(const BenchFlags& flags) {
  BenchTexts texts;
  if (flags.paths.empty()) {
    Result<std::string> text = read_descriptor(STDIN_FILENO, "standard input", kLargestInput);
    if (!text) return text.error();
    texts.add_cut(*text);
  } else {
    Result<FileList> list = list_files(flags.paths);
    if (!list) return list.error();
    for (const ListedFile& file : list->files) {
      Result<std::string> text = read_file(file.path, kLargestFile);
      if (text) texts.add(*std::move(text));  // what cannot be read is not measured
    }
  }
  if (texts.bytes == 0) return Error{ErrorCode::kUsage, "rules bench: no text to measure on"};
  return texts;
}

Result<std::string> database_of(const BenchFlags& flags, const RuleSet& rules) {
  if (flags.rules.empty() && flags.config.empty()) return std::string(builtin_database());
  Result<CompiledRules> compiled = compile_database(rules.rules());
  if (!compiled) return compiled.error();
  return std::move(compiled->bytes);
}

std::string number(const char* format, double value) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, format, value);
  return buffer;
}

std::string as_text(const BenchTexts& texts, const RuleSet& rules, const SetCost& cost) {
  const auto row = [](const std::string& name, const std::string& value) {
    return name + std::string(name.size() < 22 ? 22 - name.size() : 1, ' ') + value + "\n";
  };
  return row("text", number("%.1f MB", static_cast<double>(texts.bytes) / kMega) + " in " +
                         std::to_string(texts.pieces.size()) + " pieces") +
         row("rules", std::to_string(rules.rules().size())) +
         row("prefilter", number("%.0f MB/s", cost.prefilter / kMega)) +
         row("whole matcher", number("%.0f MB/s", cost.whole / kMega) + ", " +
                                  std::to_string(cost.candidates) + " candidates") +
         row("yardstick, prefilter", number("%.0f MB/s", cost.yardstick / kMega)) +
         row("compiled set", number("%.2f MB", static_cast<double>(cost.database_bytes) / kMega)) +
         row("load compiled set", number("%.2f ms", cost.load_ms)) +
         row("set up all", number("%.2f ms", cost.setup_ms));
}

std::string as_text(const std::vector<RuleCost>& costs, double least) {
  std::string out =
      "rules of " + number("%.1f", least) + " % or more:" +
      (costs.empty() ? " none\n" : "\n  search %  confirm %   alone %  segments  rule\n");
  for (const RuleCost& cost : costs) {
    out += number("%10.1f", cost.search * kPercent) + number("%11.1f", cost.confirm * kPercent) +
           number("%10.1f", cost.alone * kPercent) +
           number("%10.0f", static_cast<double>(cost.segments)) + "  " + cost.id + "\n";
  }
  return out;
}

nlohmann::json as_json(const BenchTexts& texts, const RuleSet& rules, const SetCost& cost) {
  return {{"bytes", texts.bytes},
          {"pieces", texts.pieces.size()},
          {"rules", rules.rules().size()},
          {"prefilter_bytes_per_second", cost.prefilter},
          {"matcher_bytes_per_second", cost.whole},
          {"yardstick_bytes_per_second", cost.yardstick},
          {"candidates", cost.candidates},
          {"database_bytes", cost.database_bytes},
          {"load_ms", cost.load_ms},
          {"setup_ms", cost.setup_ms}};
}

Status run_bench(const BenchFlags& flags) {
  Result<std::shared_ptr<const Matcher>> matcher = set_up_rules({flags.config, "", flags.rules});
  if (!matcher) return matcher.error();
  const std::shared_ptr<const RuleSet> rules(*matcher, &(*matcher)->rules());
  Result<BenchTexts> texts = texts_of(flags);
  if (!texts) return texts.error();
  Result<std::string> database = database_of(flags, *rules);
  if (!database) return database.error();
  const Result<RuleSet> builtin = builtin_rules();  // the yardstick is the same for any set
  if (!builtin) return builtin.error();
  Result<SetCost> cost =
      set_cost(rules, *database, yardstick_rules(*builtin, kYardstickRules), *texts, flags.passes);
  if (!cost) return cost.error();
  std::vector<RuleCost> costs;
  if (flags.each) {
    Result<std::vector<RuleCost>> found =
        rule_costs(*rules, *texts, flags.passes, flags.least / kPercent);
    if (!found) return found.error();
    costs = *std::move(found);
  }
  if (!flags.json) {
    return write_output(as_text(*texts, *rules, *cost) +
                        (flags.each ? as_text(costs, flags.least) : ""));
  }
  nlohmann::json out = as_json(*texts, *rules, *cost);
  for (const RuleCost& one : costs) {
    out["each"].push_back({{"rule", one.id},
                           {"search", one.search},
                           {"confirm", one.confirm},
                           {"alone", one.alone},
                           {"segments", one.segments}});
  }
  return write_output(out.dump(2) + "\n");
}

}  // namespace

void add_bench_command(CLI::App& rules, ExitCode& result) {
  auto flags = std::make_shared<BenchFlags>();
  CLI::App* command = rules.add_subcommand("bench", kHelp);
  command->add_option("PATH", flags->paths, "Files and folders; none: standard input");
  command->add_option("--passes", flags->passes, "Passes over the text")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_flag("--each", flags->each, "Every rule's share");
  command->add_option("--least", flags->least, "Least share to list, in percent")
      ->capture_default_str();
  command->add_flag("--json", flags->json, "One JSON object");
  command->add_option("--config", flags->config, "Configuration")->type_name("FILE");
  command->add_option("--rules", flags->rules, "Rules to add; repeatable")->type_name("FILE");
  command->callback([flags, &result] {
    const Status status = run_bench(*flags);
    result = status ? ExitCode::kClean : fail(status.error());
  });
}

}  // namespace rekey
