#include "scanner/rules/load/extend.h"

#include <algorithm>

namespace rekey {
namespace {

template <typename T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

bool is_whole(const Rule& rule) {
  return !rule.regex.empty() || !rule.path.empty();
}

bool is_disabled(const RuleFile& file, const std::string& id) {
  const auto& ids = file.disabled_rules;
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

const LoadedRule* find(const RuleFile& file, const std::string& id) {
  const auto found = std::find_if(file.rules.begin(), file.rules.end(),
                                  [&](const LoadedRule& one) { return one.rule.id == id; });
  return found == file.rules.end() ? nullptr : &*found;
}

bool names(const Rule& rule, const std::string& id) {
  const auto& context = rule.context.rules;
  return std::find(context.begin(), context.end(), id) != context.end() ||
         std::any_of(rule.required.begin(), rule.required.end(),
                     [&](const Rule::Required& one) { return one.rule == id; });
}

// Of the rules that `file` disables, and does not define itself, those that `rules`, or one such,
// ask for in their context: they are searched and reported no more.
std::vector<std::string> asked_for(const RuleFile& file, const std::vector<const Rule*>& rules) {
  std::vector<std::string> out;
  for (size_t before = SIZE_MAX; before != out.size();) {
    before = out.size();
    const auto stays = [&](const std::string& id) {
      const LoadedRule* own = find(file, id);
      return !is_disabled(file, id) || (own != nullptr && is_whole(own->rule)) ||
             std::find(out.begin(), out.end(), id) != out.end();
    };
    for (const std::string& id : file.disabled_rules) {
      if (!stays(id) && std::any_of(rules.begin(), rules.end(), [&](const Rule* rule) {
            return names(*rule, id) && stays(rule->id);
          })) {
        out.push_back(id);
      }
    }
  }
  return out;
}

// What of `file` no rule of its base stands for; `known` answers for an id.
template <typename Known>
void note_unknown(const RuleFile& file, const Known& known, std::vector<std::string>& unknown) {
  for (const std::string& id : file.disabled_rules) {
    if (!known(id)) unknown.push_back("disabledRules: there is no rule '" + id + "'");
  }
  for (const LoadedRule& one : file.rules) {
    if (!is_whole(one.rule) && !known(one.rule.id)) {
      unknown.push_back(one.place + ": rule '" + one.rule.id +
                        "' has neither regex nor path, and there is none to extend");
    }
  }
  for (const SeverityChange& change : file.severities) {
    for (const std::string& id : change.target_rules) {
      if (!known(id) && find(file, id) == nullptr) {
        unknown.push_back(change.place + ": severity: there is no rule '" + id + "'");
      }
    }
  }
}

}  // namespace

Rule extended(const Rule& base, const Rule& added) {
  Rule out = base;
  if (added.kind != added.id) out.kind = added.kind;
  if (!added.regex.empty()) {
    out = added;
    out.keywords = base.keywords;
    out.tags = base.tags;
    out.allowlists = base.allowlists;
    out.required = base.required;
    if (added.path.empty()) out.path = base.path;
    if (added.entropy == 0) out.entropy = base.entropy;
    if (added.secret_group == 0) out.secret_group = base.secret_group;
    if (added.kind == added.id) out.kind = base.kind;
    out.severity = base.severity;  // a change of it is in RuleFile::severities
  }
  if (!added.path.empty()) out.path = added.path;
  if (added.entropy > 0) out.entropy = added.entropy;
  if (added.secret_group > 0) out.secret_group = added.secret_group;
  out.skip_report = base.skip_report || added.skip_report;
  append(out.keywords, added.keywords);
  append(out.tags, added.tags);
  append(out.allowlists, added.allowlists);
  append(out.required, added.required);
  return out;
}

RuleFile extended(const RuleFile& base, const RuleFile& file, std::vector<std::string>& unknown) {
  note_unknown(
      file, [&](const std::string& id) { return find(base, id) != nullptr; }, unknown);
  RuleFile out;
  std::vector<const Rule*> all;
  for (const LoadedRule& one : base.rules) all.push_back(&one.rule);
  const std::vector<std::string> silent = asked_for(file, all);
  for (const LoadedRule& one : base.rules) {
    const bool disabled = is_disabled(file, one.rule.id);
    if (disabled && std::find(silent.begin(), silent.end(), one.rule.id) == silent.end()) continue;
    out.rules.push_back(one);
    if (disabled) {
      out.rules.back().rule.skip_report = true;
      continue;
    }
    if (const LoadedRule* added = find(file, one.rule.id)) {
      out.rules.back().rule = extended(one.rule, added->rule);
    }
  }
  for (const LoadedRule& one : file.rules) {
    const bool replaces = find(base, one.rule.id) != nullptr && !is_disabled(file, one.rule.id);
    if (!replaces && is_whole(one.rule)) out.rules.push_back(one);
  }
  out.allowlists = base.allowlists;
  append(out.allowlists, file.allowlists);
  out.severities = base.severities;
  append(out.severities, file.severities);
  out.use_default = base.use_default || file.use_default;
  // A base that extends the built-in rules disables some of those itself.
  if (base.use_default) out.disabled_rules = base.disabled_rules;
  return out;
}

RuleSet extended(const RuleSet& base, const RuleFile& file, std::vector<std::string>& unknown) {
  note_unknown(
      file, [&](const std::string& id) { return base.index_of(id).has_value(); }, unknown);
  std::vector<Rule> rules;
  std::vector<Reset> resets;
  std::vector<const Rule*> all;
  for (const Rule& rule : base.rules()) all.push_back(&rule);
  const std::vector<std::string> silent = asked_for(file, all);
  for (size_t i = 0; i < base.rules().size(); ++i) {
    const Rule& rule = base.rules()[i];
    const bool disabled = is_disabled(file, rule.id);
    if (disabled && std::find(silent.begin(), silent.end(), rule.id) == silent.end()) continue;
    const LoadedRule* added = disabled ? nullptr : find(file, rule.id);
    rules.push_back(added != nullptr ? extended(rule, added->rule) : rule);
    rules.back().skip_report = rules.back().skip_report || disabled;
    resets.push_back(base.reset(i));
  }
  for (const LoadedRule& one : file.rules) {
    const bool replaces = base.index_of(one.rule.id) && !is_disabled(file, one.rule.id);
    if (replaces || !is_whole(one.rule)) continue;
    rules.push_back(one.rule);
    resets.push_back(one.reset);
  }
  std::vector<Allowlist> allowlists = base.allowlists();
  append(allowlists, file.allowlists);
  std::vector<SeverityChange> severities = base.severities();
  append(severities, file.severities);
  return RuleSet(std::move(rules), resets, std::move(allowlists), std::move(severities));
}

}  // namespace rekey
