#include "scanner/rules/load/load.h"

#include <array>
#include <functional>
#include <map>
#include <optional>

#include "scanner/rules/levels.h"
#include "scanner/rules/load/load_limits.h"
#include "scanner/rules/load/load_near.h"
#include "scanner/rules/load/load_reset.h"
#include "scanner/rules/load/token_rule.h"
#include "scanner/rules/load/toml_reader.h"
#include "scanner/rules/provider_words.h"

namespace rekey {
namespace {

constexpr size_t kShownName = 60;  // bytes of a name in a message

using Resets = std::map<std::string, const toml::table*, std::less<>>;

// What the tables of one file share while they are read.
struct FileState {
  const std::string& file;
  Dialect dialect;
  const ResetClasses& classes;
  Status fault{};
  std::string provider{};
  Resets resets{};
  bool extends = false;
};

template <typename Enum, size_t N>
void read_enum(TomlReader& reader, std::string_view key,
               const std::array<std::pair<std::string_view, Enum>, N>& names, Enum& out) {
  if (!reader.has(key)) return;
  std::string text;
  reader.read(key, text);
  std::string known;
  for (const auto& [name, value] : names) {
    if (name == text) {
      out = value;
      return;
    }
    known += (known.empty() ? "" : ", ") + std::string(name);
  }
  reader.fail(reader.node(key), std::string(key) + " must be one of " + known);
}

constexpr std::array kTargets = {
    std::pair{std::string_view("secret"), Allowlist::Target::kSecret},
    std::pair{std::string_view("match"), Allowlist::Target::kMatch},
    std::pair{std::string_view("line"), Allowlist::Target::kLine},
};

constexpr std::array kConditions = {
    std::pair{std::string_view("OR"), false},
    std::pair{std::string_view("||"), false},
    std::pair{std::string_view("AND"), true},
    std::pair{std::string_view("&&"), true},
};

Allowlist read_allowlist(const toml::table& table, FileState& state, bool top_level) {
  Allowlist list;
  TomlReader reader(table, state.file, "allowlist", state.fault);
  list.place = place_of(table, state.file);
  reader.read("description", list.description);
  read_enum(reader, "condition", kConditions, list.all_of);
  reader.read("commits", list.commits);
  reader.read("paths", list.paths);
  read_enum(reader, "regexTarget", kTargets, list.target);
  reader.read("regexes", list.regexes);
  reader.read("stopwords", list.stopwords);
  if (top_level) reader.read_names("targetRules", list.target_rules);
  reader.reject_unknown_keys();
  if (list.commits.empty() && list.paths.empty() && list.regexes.empty() &&
      list.stopwords.empty()) {
    reader.fail(nullptr, "an allowlist needs commits, paths, regexes or stopwords");
  }
  return list;
}

SeverityChange read_severity(const toml::table& table, FileState& state) {
  SeverityChange change;
  TomlReader reader(table, state.file, "severity", state.fault);
  change.place = place_of(table, state.file);
  std::string ignored;
  reader.read("description", ignored);
  if (!reader.has("level")) reader.fail(nullptr, "a severity needs a level");
  read_enum(reader, "level", kSeverities, change.severity);
  reader.read("paths", change.paths);
  reader.read_names("targetRules", change.target_rules);
  reader.reject_unknown_keys();
  if (change.paths.empty() && change.target_rules.empty()) {
    reader.fail(nullptr, "a severity needs paths or targetRules");
  }
  return change;
}

void read_rule_reset(TomlReader& reader, LoadedRule& loaded, FileState& state) {
  const toml::node* node = reader.node("reset");
  if (node == nullptr) {
    if (state.dialect == Dialect::kPatterns) reader.fail(nullptr, "the rule has no reset");
    loaded.reset = default_reset(loaded.rule);
    return;
  }
  const toml::table* table = node->as_table();
  if (const auto* name = node->as_string()) {
    const auto found = state.resets.find(name->get());
    const auto shared = state.classes.find(name->get());
    if (found != state.resets.end()) {
      table = found->second;
    } else if (shared != state.classes.end()) {
      loaded.reset = shared->second;
      return fill_in(loaded.reset, loaded.rule);
    } else {
      return reader.fail(node, "no [resets." + name->get().substr(0, kShownName) +
                                   "] in this file and no such class");
    }
  }
  if (table == nullptr) return reader.fail(node, "reset must be a name or a table");
  loaded.reset = read_reset(*table, state.file, state.classes, state.fault);
  fill_in(loaded.reset, loaded.rule);
}

void read_examples(TomlReader& reader, std::string_view key, std::vector<Example>& out,
                   FileState& state) {
  const toml::node* node = reader.node(key);
  if (node == nullptr) return;
  const auto* array = node->as_array();
  if (array == nullptr) return reader.fail(node, std::string(key) + " must be an array of strings");
  for (const toml::node& element : *array) {
    const auto* text = element.as_string();
    if (text == nullptr) return reader.fail(&element, std::string(key) + " must hold strings");
    Result<Template> parsed = parse_template(text->get());
    if (!parsed) return reader.fail(&element, parsed.error().message);
    out.push_back({*std::move(parsed), text->get(), element.source().begin.line});
  }
  (void)state;
}

// `token` or `tokens`, and what makes a named rule of them.
void read_tokens(TomlReader& reader, LoadedRule& loaded, bool in_name) {
  std::vector<std::string> formats;
  std::string single;
  reader.read("token", single);
  reader.read("tokens", formats);
  reader.read("named", loaded.rule.provider_words);
  if (!single.empty()) formats.insert(formats.begin(), single);
  if (formats.empty()) return;
  if (!loaded.rule.regex.empty()) return reader.fail(nullptr, "give either regex or token");
  for (const std::string& format : formats) {
    Result<Template> parsed = parse_template(format);
    if (!parsed) return reader.fail(reader.node("token"), parsed.error().message);
    loaded.tokens.push_back(*std::move(parsed));
  }
  const Status made = loaded.rule.provider_words.empty() ? make_token_rule(loaded)
                                                         : make_provider_word_rule(loaded, in_name);
  if (!made) reader.fail(reader.node("token"), made.error().message);
}

// The examples that a named rule has where none are written.
void add_provider_word_examples(LoadedRule& loaded, bool in_name) {
  if (loaded.rule.provider_words.empty() || !loaded.examples.empty()) return;
  for (const std::string& text :
       provider_word_examples(loaded.rule.provider_words.front(), in_name)) {
    Result<Template> parsed = parse_template(text);
    if (parsed) loaded.examples.push_back({*std::move(parsed), text, 0});
  }
}

void require_texts(TomlReader& reader, const LoadedRule& loaded, const FileState& state) {
  if (loaded.rule.id.empty()) reader.fail(nullptr, "a rule needs an id");
  const bool may_lack = loaded.rule.imported && (!loaded.rule.path.empty() || state.extends);
  if (loaded.rule.regex.empty() && !may_lack) {
    reader.fail(nullptr, "rule " + loaded.rule.id + " has no regex");
  }
  if (state.dialect != Dialect::kPatterns) return;
  if (loaded.rule.kind.empty()) reader.fail(nullptr, "rule " + loaded.rule.id + " has no kind");
  if (loaded.rule.provider.empty()) {
    reader.fail(nullptr, "rule " + loaded.rule.id + " has no provider");
  }
  if (loaded.examples.empty()) reader.fail(nullptr, "rule " + loaded.rule.id + " has no examples");
}

LoadedRule read_rule(const toml::table& table, FileState& state) {
  LoadedRule loaded;
  Rule& rule = loaded.rule;
  TomlReader reader(table, state.file, "rule", state.fault);
  loaded.place = place_of(table, state.file);
  rule.provider = state.provider;
  std::string description;
  reader.read_name("id", rule.id);
  reader.read("description", description);
  reader.read("kind", rule.kind);
  if (rule.kind.empty() && state.dialect == Dialect::kConfig) {
    rule.kind = description.empty() ? rule.id : description;
  }
  reader.read("provider", rule.provider);
  rule.family = rule.id;
  reader.read_name("family", rule.family);
  read_enum(reader, "severity", kSeverities, rule.severity);
  read_enum(reader, "confidence", kConfidences, rule.confidence);
  reader.read("regex", rule.regex);
  bool in_name = false;
  reader.read("in_name", in_name);
  read_tokens(reader, loaded, in_name);
  reader.read("prefilter", rule.prefilter);
  reader.read("assigned", rule.assignment);
  reader.read("binding", rule.binding);
  reader.read("secretGroup", rule.secret_group);
  // An imported rule may match newlines without bound, as its own scanner lets it.
  if (state.dialect == Dialect::kConfig && rule.provider_words.empty())
    rule.extent = kUnboundedExtent;
  rule.imported = state.dialect == Dialect::kConfig && loaded.tokens.empty() && !reader.has("rank");
  reader.read("extent", rule.extent);
  // The built-in rules are measured by it (check.h); others may be after passwords.
  rule.random =
      state.dialect == Dialect::kPatterns && (rule.extent == 0 || !rule.provider_words.empty());
  reader.read("random", rule.random);
  reader.read("entropy", rule.entropy);
  reader.read("keywords", rule.keywords);
  reader.read("validators", rule.validators);
  if (!loaded.tokens.empty() && rule.provider_words.empty()) add_placeholder_check(rule.validators);
  read_near(reader, rule, state.file, state.fault);
  reader.read("path", rule.path);
  reader.each("allowlists", [&](const toml::table& list) {
    rule.allowlists.push_back(read_allowlist(list, state, false));
  });
  reader.each("allowlist", [&](const toml::table& list) {
    rule.allowlists.push_back(read_allowlist(list, state, false));
  });
  reader.read("rank", rule.rank);
  reader.read("mask_prefix", rule.mask_prefix);
  reader.read("tags", rule.tags);
  read_examples(reader, "examples", loaded.examples, state);
  read_examples(reader, "counter_examples", loaded.counter_examples, state);
  add_provider_word_examples(loaded, in_name);
  read_rule_reset(reader, loaded, state);
  require_texts(reader, loaded, state);
  reader.reject_unknown_keys();
  return loaded;
}

void read_resets(TomlReader& top, FileState& state) {
  const toml::table* resets = top.table("resets");
  if (resets == nullptr) return;
  for (const auto& [name, node] : *resets) {
    if (node.as_table() == nullptr) return top.fail(&node, "a reset must be a table");
    state.resets.emplace(name.str(), node.as_table());
    read_reset(*node.as_table(), state.file, state.classes,
               state.fault);  // also those that no rule uses must be right
  }
}

void read_extend(TomlReader& top, RuleFile& out, FileState& state) {
  const toml::table* extend = top.table("extend");
  if (extend == nullptr) return;
  TomlReader reader(*extend, state.file, "extend", state.fault);
  reader.read("useDefault", out.use_default);
  reader.read_names("disabledRules", out.disabled_rules);
  reader.read("path", out.extend_path);
  state.extends = out.use_default || !out.extend_path.empty();
  if (out.use_default && !out.extend_path.empty()) {
    reader.fail(nullptr, "extend takes either path or useDefault");
  }
  reader.reject_unknown_keys();
}

}  // namespace

Result<RuleFile> load_rules(std::string_view toml, const std::string& file, Dialect dialect,
                            const ResetClasses& classes) {
  const Status shallow = check_key_depth(toml, file);
  if (!shallow) return shallow.error();
  const toml::parse_result parsed = toml::parse(toml, file);
  if (!parsed) return not_toml(parsed.error(), file);
  FileState state{file, dialect, classes};
  RuleFile out;
  TomlReader top(parsed.table(), file, "the file", state.fault);
  std::string ignored;
  for (const std::string_view key : {"title", "description", "minVersion", "domain"}) {
    top.read(key, ignored);
  }
  top.read("provider", state.provider);
  out.place = file;
  read_resets(top, state);
  read_extend(top, out, state);
  const auto add_allowlist = [&](const toml::table& list) {
    out.allowlists.push_back(read_allowlist(list, state, true));
  };
  top.each("allowlists", add_allowlist);
  top.each("allowlist", add_allowlist);
  top.each("rules", [&](const toml::table& rule) {
    out.rules.push_back(read_rule(rule, state));
    const LoadedRule& loaded = out.rules.back();
    if (dialect == Dialect::kConfig && rule.contains("severity")) {
      out.severities.push_back({loaded.rule.severity, {}, {loaded.rule.id}, loaded.place});
    }
  });
  top.each("severity", [&](const toml::table& change) {
    out.severities.push_back(read_severity(change, state));
  });
  top.reject_unknown_keys();
  if (state.fault) state.fault = check_counts(out);
  if (!state.fault) return state.fault.error();
  return out;
}

}  // namespace rekey
