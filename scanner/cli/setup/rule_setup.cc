#include "scanner/cli/setup/rule_setup.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

#include "scanner/base/file.h"
#include "scanner/builtin/builtin.h"
#include "scanner/cli/setup/config_file.h"
#include "scanner/cli/terminal/terminal.h"
#include "scanner/match/prefilter/bounded_compile.h"
#include "scanner/match/prefilter/compiled_cache.h"
#include "scanner/match/proof/check.h"
#include "scanner/rules/load/extend.h"

namespace rekey {
namespace {

std::string cache_folder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache == '/') {
    return std::string(cache) + "/rekey";
  }
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') {
    return std::string(home) + "/.cache/rekey";
  }
  return {};
}

// What the user's files add, already proven.
struct Additions {
  std::optional<ConfigFile> config;
  RuleFile rules;
};

Status check(const Additions& additions) {
  Status status = check_allowlists(additions.rules.allowlists);
  if (status && additions.config) {
    status = check_allowlists(additions.config->file.allowlists);
    if (status) status = check_rules(additions.config->file.rules);
  }
  return status ? check_rules(additions.rules.rules) : status;
}

Result<Additions> load_additions(const RuleChoice& choice) {
  Additions out;
  Result<std::optional<ConfigFile>> config =
      find_config({choice.config, choice.root, choice.sealed, choice.heed_environment});
  if (!config) return config.error();
  out.config = *std::move(config);
  for (const std::string& path : choice.rules) {
    Result<RuleFile> file = load_rule_path(path, Dialect::kConfig);
    if (!file) return file.error();
    append(out.rules, *std::move(file));
  }
  if (!out.config && choice.rules.empty()) return out;
  const Status status = check_bounded([&] { return check(out); });
  if (!status) return status.error();
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

namespace {

// The built-in rules as the configuration leaves them, or the configuration's own.
RuleSet configured(RuleSet builtin, std::optional<ConfigFile>& config) {
  if (!config) return builtin;
  RuleSet out = config->file.use_default ? extended(builtin, config->file, config->unknown)
                                         : rule_set(config->file);
  for (const std::string& what : config->unknown) say(what);
  return out;
}

// Allowlists, severities and entropies change nothing that Hyperscan searches.
bool searches_the_same(const RuleFile& file) {
  return file.disabled_rules.empty() &&
         std::all_of(file.rules.begin(), file.rules.end(), [](const LoadedRule& one) {
           const Rule& rule = one.rule;
           return rule.regex.empty() && rule.path.empty() && rule.keywords.empty() &&
                  rule.required.empty() && !rule.skip_report;
         });
}

bool reports_nothing(const RuleSet& set) {
  return std::all_of(set.rules().begin(), set.rules().end(),
                     [](const Rule& rule) { return rule.skip_report; });
}

}  // namespace

Result<std::shared_ptr<const Matcher>> set_up_builtin_rules() {
  Result<RuleSet> builtin = builtin_rules();
  if (!builtin) return builtin.error();
  return Matcher::create(std::make_shared<const RuleSet>(*std::move(builtin)), builtin_database());
}

Result<std::shared_ptr<const Matcher>> set_up_rules(const RuleChoice& choice) {
  Result<Additions> additions = load_additions(choice);
  if (!additions) return additions.error();
  std::optional<ConfigFile>& config = additions->config;
  if (!config && choice.rules.empty()) return set_up_builtin_rules();
  Result<RuleSet> builtin = builtin_rules();
  if (!builtin) return builtin.error();
  std::vector<Rule> own;
  if (config) own = rule_set(config->file).rules();
  for (const LoadedRule& one : additions->rules.rules) own.push_back(one.rule);
  const bool same_rules =
      additions->rules.rules.empty() &&
      (!config || (config->file.use_default && searches_the_same(config->file)));
  auto set = std::make_shared<const RuleSet>(
      merged(configured(*std::move(builtin), config), rule_set(additions->rules)));
  if (reports_nothing(*set)) {
    return Error{ErrorCode::kUsage,
                 "the configuration leaves no rule that reports anything; "
                 "disable fewer, or extend the default ones by useDefault"};
  }
  Result<std::string> database =
      same_rules ? std::string(builtin_database()) : cached_database(*set, own, cache_folder());
  if (!database) return database.error();
  Result<std::shared_ptr<const Matcher>> matcher = Matcher::create(set, *database);
  if (!matcher) return matcher;
  Status status = config ? prove_examples(config->file, **matcher) : Status();
  if (status) status = prove_examples(additions->rules, **matcher);
  if (!status) return status.error();
  return matcher;
}

}  // namespace rekey
