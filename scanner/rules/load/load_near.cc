#include "scanner/rules/load/load_near.h"

namespace rekey {
namespace {

void read_context(TomlReader& reader, Context& context, const std::string& file, Status& fault) {
  const toml::table* table = reader.table("context");
  if (table == nullptr) return;
  TomlReader inner(*table, file, "context", fault);
  inner.read("words", context.words);
  inner.read("rules", context.rules);
  inner.read("lines", context.within_lines);
  inner.reject_unknown_keys();
  if (context.empty()) inner.fail(nullptr, "context needs words or rules");
}

// gitleaks' composite rules.
void read_required(TomlReader& reader, Rule& rule, const std::string& file, Status& fault) {
  reader.read("skipReport", rule.skip_report);
  reader.each("required", [&](const toml::table& table) {
    TomlReader inner(table, file, "required", fault);
    Rule::Required& one = rule.required.emplace_back();
    inner.read("id", one.rule);
    inner.read("withinLines", one.within_lines);
    inner.read("withinColumns", one.within_columns);
    inner.reject_unknown_keys();
    if (one.rule.empty()) inner.fail(nullptr, "required needs an id");
  });
}

// The other half of a credential: one rule's id, or several.
void read_pair(TomlReader& reader, Pair& pair, const std::string& file, Status& fault) {
  const toml::table* table = reader.table("pair");
  if (table == nullptr) return;
  TomlReader inner(*table, file, "pair", fault);
  const toml::node* with = inner.node("with");
  if (with != nullptr && with->is_string()) {
    inner.read("with", pair.with.emplace_back());
  } else {
    inner.read("with", pair.with);
  }
  inner.read("lines", pair.within_lines);
  inner.reject_unknown_keys();
  if (pair.empty()) inner.fail(nullptr, "pair needs the id of a rule: with");
}

}  // namespace

void read_near(TomlReader& reader, Rule& rule, const std::string& file, Status& fault) {
  read_context(reader, rule.context, file, fault);
  read_required(reader, rule, file, fault);
  read_pair(reader, rule.pair, file, fault);
}

}  // namespace rekey
