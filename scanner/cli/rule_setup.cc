#include "scanner/cli/rule_setup.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "scanner/base/file.h"
#include "scanner/builtin/builtin.h"
#include "scanner/match/cache.h"
#include "scanner/match/check.h"

namespace rekey {
namespace {

constexpr std::string_view kDefaultConfig = ".rekey.toml";

std::string cache_folder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache == '/') {
    return std::string(cache) + "/rekey";
  }
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') {
    return std::string(home) + "/.cache/rekey";
  }
  return {};
}

Result<RuleFile> load_checked(const std::string& path) {
  Result<RuleFile> file = load_rule_path(path, Dialect::kConfig);
  if (!file) return file;
  const Status right = check_allowlists(file->allowlists);
  if (!right) return right.error();
  return file;
}

Result<RuleSet> without(const RuleSet& set, const std::vector<std::string>& ids) {
  for (const std::string& id : ids) {
    if (!set.index_of(id)) {
      return Error{ErrorCode::kUsage, "disabledRules: no built-in rule '" + id + "'"};
    }
  }
  std::vector<Rule> rules;
  std::vector<Reset> resets;
  for (size_t i = 0; i < set.rules().size(); ++i) {
    if (std::find(ids.begin(), ids.end(), set.rules()[i].id) != ids.end()) continue;
    rules.push_back(set.rules()[i]);
    resets.push_back(set.reset(i));
  }
  return RuleSet(std::move(rules), resets, set.allowlists());
}

// What the user's files add, already proven.
struct Additions {
  RuleFile config, rules;
  bool any = false;
};

Result<Additions> load_additions(const RuleChoice& choice) {
  Additions out;
  std::string config = choice.config;
  if (config.empty() && !choice.root.empty()) {
    config = choice.root + "/" + std::string(kDefaultConfig);
    std::error_code ignored;
    if (!std::filesystem::exists(config, ignored)) config.clear();
  }
  if (!config.empty()) {
    Result<RuleFile> file = load_checked(config);
    if (!file) return file.error();
    out.config = *std::move(file);
    out.any = true;
  }
  for (const std::string& path : choice.rules) {
    Result<RuleFile> file = load_checked(path);
    if (!file) return file.error();
    append(out.rules, *std::move(file));
    out.any = true;
  }
  for (const RuleFile* file : {&out.config, &out.rules}) {
    Status status = check_rules(file->rules);
    if (!status) return status.error();
  }
  return out;
}

// Examples of users' rules are proven in the set they will run in.
Status prove_examples(const RuleFile& file, const Matcher& matcher) {
  std::vector<LoadedRule> in_order(matcher.rules().rules().size());
  bool any = false;
  for (const LoadedRule& loaded : file.rules) {
    any = any || !loaded.examples.empty() || !loaded.counter_examples.empty();
    if (const auto index = matcher.rules().index_of(loaded.rule.id)) in_order[*index] = loaded;
  }
  return any ? check_examples(in_order, matcher) : Status();
}

}  // namespace

Result<std::shared_ptr<const Matcher>> set_up_rules(const RuleChoice& choice) {
  Result<RuleSet> builtin = builtin_rules();
  if (!builtin) return builtin.error();
  Result<Additions> additions = load_additions(choice);
  if (!additions) return additions.error();
  if (!additions->any) {
    return Matcher::create(std::make_shared<const RuleSet>(*std::move(builtin)),
                           builtin_database());
  }
  const RuleFile& config = additions->config;
  RuleSet base = *std::move(builtin);
  if (!config.disabled_rules.empty()) {
    Result<RuleSet> rest = without(base, config.disabled_rules);
    if (!rest) return rest.error();
    base = *std::move(rest);
  }
  // As in gitleaks, a configuration with rules of its own replaces the default ones unless it
  // extends them; one without rules keeps them, since scanning with none would be green for
  // nothing.
  if (!config.rules.empty() && !config.use_default) base = RuleSet();
  auto set = std::make_shared<const RuleSet>(
      merged(merged(base, rule_set(config)), rule_set(additions->rules)));
  // Allowlists alone change nothing that Hyperscan searches.
  const bool same_rules =
      config.rules.empty() && config.disabled_rules.empty() && additions->rules.rules.empty();
  Result<std::string> database =
      same_rules ? std::string(builtin_database()) : cached_database(*set, cache_folder());
  if (!database) return database.error();
  Result<std::shared_ptr<const Matcher>> matcher = Matcher::create(set, *database);
  if (!matcher) return matcher;
  for (const RuleFile* file : {&config, &std::as_const(additions->rules)}) {
    Status status = prove_examples(*file, **matcher);
    if (!status) return status.error();
  }
  return matcher;
}

}  // namespace rekey
