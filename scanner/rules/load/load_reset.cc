#include "scanner/rules/load/load_reset.h"

namespace rekey {
namespace {

void read_call(TomlReader& reader, Reset::Call& call, const std::string& file, Status& fault) {
  const toml::table* table = reader.table("revoke");
  if (table == nullptr) return;
  TomlReader inner(*table, file, "revoke", fault);
  inner.read("method", call.method);
  inner.read("url", call.url);
  inner.read("auth", call.auth);
  inner.read("body", call.body);
  inner.read("success", call.success);
  inner.reject_unknown_keys();
  if (call.empty()) inner.fail(nullptr, "revoke needs a url");
}

// A list replaces the class's.
void read_own(TomlReader& reader, std::string_view key, std::vector<std::string>& out) {
  if (!reader.has(key)) return;
  out.clear();
  reader.read(key, out);
}

// What the class says, where the reset builds on one.
Reset inherited(TomlReader& reader, const ResetClasses& classes) {
  std::string name;
  reader.read("class", name);
  if (name.empty()) return {};
  const auto found = classes.find(name);
  if (found != classes.end()) return found->second;
  reader.fail(reader.node("class"), "no class '" + name + "' in classes.toml");
  return {};
}

}  // namespace

Reset read_reset(const toml::table& table, const std::string& file, const ResetClasses& classes,
                 Status& fault) {
  TomlReader reader(table, file, "reset", fault);
  Reset reset = inherited(reader, classes);
  reader.read("summary", reset.summary);
  reader.read("urgency", reset.urgency);
  reader.read("console_url", reset.console_url);
  reader.read("console_path", reset.console_path);
  reader.read("self_revocable", reset.self_revocable);
  read_own(reader, "steps", reset.steps);
  reader.read("check", reset.check);
  reader.read("after", reset.after);
  reader.read("side_effects", reset.side_effects);
  read_own(reader, "docs", reset.docs);
  read_call(reader, reset.revoke, file, fault);
  reader.reject_unknown_keys();
  if (reset.summary.empty()) reader.fail(nullptr, "a reset needs a summary");
  if (reset.steps.empty()) reader.fail(nullptr, "a reset needs steps");
  if (reset.urgency != "now" && reset.urgency != "today" && reset.urgency != "soon") {
    reader.fail(nullptr, "urgency must be now, today or soon");
  }
  return reset;
}

namespace {

// Every `name` in `text` becomes `value`.
void replace_all(std::string& text, std::string_view name, const std::string& value) {
  for (size_t at = text.find(name); at != std::string::npos; at = text.find(name, at)) {
    text.replace(at, name.size(), value);
    at += value.size();
  }
}

}  // namespace

void fill_in(Reset& reset, const Rule& rule) {
  const std::string place = reset.console_path.empty()
                                ? "its settings, where API keys and tokens are listed"
                                : reset.console_path;
  const std::string url = reset.console_url.empty() ? "its website" : reset.console_url;
  const auto fill = [&](std::string& text) {
    replace_all(text, "{provider}", rule.provider);
    replace_all(text, "{kind}", rule.kind);
    replace_all(text, "{console_path}", place);
    replace_all(text, "{console_url}", url);
  };
  for (std::string* text : {&reset.summary, &reset.check, &reset.after, &reset.side_effects}) {
    fill(*text);
  }
  for (std::string& step : reset.steps) fill(step);
}

Reset default_reset(const Rule& rule) {
  Reset reset;
  const std::string where = rule.provider.empty() ? "whoever issued it" : rule.provider;
  reset.summary = "Revoke this credential at " + where + " and replace it.";
  reset.urgency = "today";
  reset.steps = {
      "Find out what the credential opens and who owns it.",
      "Create a replacement with the narrowest scope that does the job.",
      "Update every integration that uses the old one.",
      "Revoke the old one.",
      "Read the access logs since the day of the leak.",
      "Take the value out of the code; keep the new one in a secret store.",
  };
  return reset;
}

Error not_toml(const toml::parse_error& error, const std::string& file) {
  return {ErrorCode::kUsage, file + ":" + std::to_string(error.source().begin.line) +
                                 ": not TOML: " + std::string(error.description())};
}

Result<ResetClasses> load_reset_classes(std::string_view toml, const std::string& file) {
  const toml::parse_result parsed = toml::parse(toml, file);
  if (!parsed) return not_toml(parsed.error(), file);
  const ResetClasses none;
  Status fault;
  ResetClasses out;
  TomlReader top(parsed.table(), file, "the file", fault);
  if (const toml::table* classes = top.table("classes")) {
    for (const auto& [name, node] : *classes) {
      if (node.as_table() == nullptr) {
        top.fail(&node, "a class must be a table");
        break;
      }
      out.emplace(name.str(), read_reset(*node.as_table(), file, none, fault));
    }
  }
  top.reject_unknown_keys();
  if (!fault) return fault.error();
  return out;
}

}  // namespace rekey
