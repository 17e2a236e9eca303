// compile_rules: the build step that turns patterns/*.toml into what builtin.h embeds.
//
//   compile_rules PATTERNS RULES DATABASE    checks, proves the examples, writes both files
//   compile_rules --all PATTERNS             checks, and prints the faults of every rule, not the
//   first
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "scanner/base/file.h"
#include "scanner/match/prefilter/compiled_rules.h"
#include "scanner/match/proof/check.h"
#include "scanner/rules/load/load_path.h"

namespace {

using namespace rekey;

int fail(const Error& error) {
  std::fprintf(stderr, "%s\n", error.message.c_str());
  return 2;
}

// Faults one by one, the faulty rule taken out each time: what a rule's author wants to see.
int report_all(RuleFile file) {
  int faults = 0;
  std::vector<LoadedRule> right;
  for (LoadedRule& rule : file.rules) {
    const std::vector<LoadedRule> alone{rule};
    Status status = check_rules(alone);
    if (status) status = check_cost(alone);
    if (status) {
      right.push_back(std::move(rule));
      continue;
    }
    std::fprintf(stderr, "%s\n", status.error().message.c_str());
    ++faults;
  }
  file.rules = std::move(right);
  const auto set = std::make_shared<const RuleSet>(rule_set(file));
  Result<CompiledRules> compiled = compile_database(set->rules());
  if (!compiled) return fail(compiled.error());
  Result<std::shared_ptr<const Matcher>> matcher = Matcher::create(set, compiled->bytes);
  if (!matcher) return fail(matcher.error());
  for (const Error& fault : example_faults(file.rules, **matcher)) {
    std::fprintf(stderr, "%s\n", fault.message.c_str());
    ++faults;
  }
  std::fprintf(stderr, "%zu rules, %d faults\n", file.rules.size(), faults);
  return faults == 0 ? 0 : 2;
}

int compile(const RuleFile& file, const std::string& rules_path, const std::string& database_path) {
  Status status = check_rules(file.rules);
  if (status) status = check_cost(file.rules);
  if (!status) return fail(status.error());
  const auto set = std::make_shared<const RuleSet>(rule_set(file));
  Result<CompiledRules> compiled = compile_database(set->rules());
  if (!compiled) return fail(compiled.error());
  for (const size_t i : compiled->unfiltered) {
    return fail({ErrorCode::kUsage, file.rules[i].place + ": Hyperscan does not take the regex"});
  }
  Result<std::shared_ptr<const Matcher>> matcher = Matcher::create(set, compiled->bytes);
  if (!matcher) return fail(matcher.error());
  status = check_examples(file.rules, **matcher);
  if (status) status = write_file(rules_path, set->encode());
  if (status) status = write_file(database_path, compiled->bytes);
  return status ? 0 : fail(status.error());
}

int run(const std::vector<std::string>& arguments) {
  const bool all = arguments.size() == 2 && arguments[0] == "--all";
  if (!all && arguments.size() != 3) {
    std::fprintf(stderr, "usage: compile_rules PATTERNS RULES DATABASE | --all PATTERNS\n");
    return 2;
  }
  Result<RuleFile> file = load_rule_path(all ? arguments[1] : arguments[0], Dialect::kPatterns);
  if (!file) return fail(file.error());
  const Status right = check_allowlists(file->allowlists);
  if (!right) return fail(right.error());
  return all ? report_all(*std::move(file)) : compile(*file, arguments[1], arguments[2]);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "compile_rules: %s\n", error.what());
    return 2;
  }
}
