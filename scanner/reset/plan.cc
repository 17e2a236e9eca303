#include "scanner/reset/plan.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "scanner/base/json_read.h"
#include "scanner/base/json_write.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/reset_markdown.h"
#include "scanner/report/text/words.h"

namespace rekey {
namespace {

using Json = nlohmann::ordered_json;  // written
using Read = nlohmann::json;

constexpr size_t kMaxItems = 5000;
constexpr size_t kMaxPlaces = 20;
constexpr int kMaxDepth = 20;
constexpr size_t kMaxText = 4000;  // bytes of one text of a report

std::string text_of(const Read& object, const char* key) {
  return valid_utf8(json_text(object, key, kMaxText));
}

std::vector<std::string> texts_of(const Read& object, const char* key) {
  std::vector<std::string> out;
  const Read& texts = json_member(object, key);
  if (!texts.is_array()) return out;
  for (const Read& one : texts) {
    if (out.size() == kMaxPlaces) break;
    if (!one.is_string()) continue;
    out.push_back(valid_utf8(one.get_ref<const std::string&>().substr(0, kMaxText)));
  }
  return out;
}

Reset reset_of(const Read& json) {
  Reset reset;
  reset.summary = text_of(json, "summary");
  reset.urgency = text_of(json, "urgency");
  reset.console_url = text_of(json, "console_url");
  reset.console_path = text_of(json, "console_path");
  const Read& revoke = json_member(json, "revoke");
  reset.revoke = {text_of(revoke, "method"), text_of(revoke, "url"), text_of(revoke, "auth"),
                  text_of(revoke, "body"), text_of(revoke, "success")};
  const Read& self = json_member(json, "self_revocable");
  reset.self_revocable = self.is_boolean() && self.get<bool>();
  reset.steps = texts_of(json, "steps");
  reset.check = text_of(json, "check");
  reset.after = text_of(json, "after");
  reset.side_effects = text_of(json, "side_effects");
  reset.docs = texts_of(json, "docs");
  return reset;
}

PlannedLeak leak_of(const Read& finding) {
  PlannedLeak leak;
  leak.masked = text_of(json_member(finding, "secret"), "masked");
  const Read& parts = json_member(finding, "parts");
  for (size_t i = 0; parts.is_array() && i < std::min(parts.size(), kMaxPlaces); ++i) {
    std::string kind = text_of(parts[i], "kind");
    if (kind.empty()) kind = text_of(parts[i], "rule");
    leak.masked += " with " + kind + " " + text_of(json_member(parts[i], "secret"), "masked");
  }
  const Read& places = json_member(finding, "occurrences");
  if (!places.is_array()) return leak;
  for (const Read& at : places) {
    if (!at.is_object() || leak.places.size() == kMaxPlaces) break;
    std::string place = text_of(at, "path") + ":" + std::to_string(json_number(at, "line")) + ":" +
                        std::to_string(json_number(at, "column"));
    const std::string repository = text_of(at, "repository");  // of an organisation's report
    if (!repository.empty()) place.insert(0, repository + " ");
    const std::string commit = text_of(at, "commit");
    if (!commit.empty()) place += " in " + short_id(commit);
    leak.places.push_back(std::move(place));
  }
  return leak;
}

// A report's text as one word of a script.
std::string shell_text(const std::string& text) {
  return shell_word(terminal_text(text));
}

std::string title(const PlanItem& item) {
  return item.kind.empty() ? item.rule : item.kind;
}

}  // namespace

Result<Plan> plan_of_report(std::string_view json, const std::string& name) {
  // Before parsing: the parser's own callback looks at all elements of an array after each.
  const Read report = parsed_json(json, kMaxDepth);
  const Read& findings = json_member(report, "findings");
  if (!findings.is_array()) {
    return Error{ErrorCode::kUsage, name + ": not a report of rekey --format json"};
  }
  Plan plan;
  for (const Read& finding : findings) {
    const std::string rule = text_of(finding, "rule");
    if (rule.empty()) return Error{ErrorCode::kUsage, name + ": a finding has no rule"};
    const auto same = std::find_if(plan.begin(), plan.end(),
                                   [&](const PlanItem& item) { return item.rule == rule; });
    if (same != plan.end()) {
      same->leaks.push_back(leak_of(finding));
      continue;
    }
    if (plan.size() == kMaxItems) return Error{ErrorCode::kTooLarge, name + ": too many rules"};
    plan.push_back({rule,
                    text_of(finding, "kind"),
                    text_of(finding, "provider"),
                    text_of(finding, "severity"),
                    reset_of(json_member(finding, "reset")),
                    {leak_of(finding)}});
  }
  return plan;
}

Plan plan_of_rule(const Rule& rule, const Reset& reset) {
  return {
      {rule.id, rule.kind, rule.provider, std::string(severity_name(rule.severity)), reset, {}}};
}

std::string plan_markdown(const Plan& plan) {
  if (plan.empty()) return "Nothing to reset.\n";
  std::string out = "# Reset plan\n";
  for (const PlanItem& item : plan) {
    out += "\n## " + markdown_text(title(item)) + " (" + markdown_text(item.severity) + ")\n\n";
    for (const PlannedLeak& leak : item.leaks) {
      out += "- [ ] " + markdown_text(leak.masked) + "\n";
      for (const std::string& place : leak.places) out += "  - " + markdown_text(place) + "\n";
    }
    if (!item.leaks.empty()) out += "\n";
    out += reset_markdown(item.reset);
  }
  return out;
}

std::string plan_json(const Plan& plan) {
  Json items = Json::array();
  for (const PlanItem& item : plan) {
    Json leaks = Json::array();
    for (const PlannedLeak& leak : item.leaks) {
      leaks.push_back({{"masked", leak.masked}, {"places", leak.places}});
    }
    const Reset& reset = item.reset;
    items.push_back({{"rule", item.rule},
                     {"kind", item.kind},
                     {"provider", item.provider},
                     {"severity", item.severity},
                     {"summary", reset.summary},
                     {"urgency", reset.urgency},
                     {"console_url", reset.console_url},
                     {"console_path", reset.console_path},
                     {"revoke", revoke_text(reset)},
                     {"steps", reset.steps},
                     {"check", reset.check},
                     {"after", reset.after},
                     {"side_effects", reset.side_effects},
                     {"docs", reset.docs},
                     {"leaks", std::move(leaks)}});
  }
  const Json json = {{"tool", "rekey"}, {"plan", std::move(items)}};
  return dumped(json, 2) + "\n";
}

std::string plan_script(const Plan& plan) {
  std::string out =
      "#!/bin/sh\n"
      "# Walks through a reset plan: shows each step and waits for it to be done.\n"
      "step() {\n"
      "  printf '%s\\n' \"$1\"\n"
      "  printf 'Done? [y to go on] '\n"
      "  read -r answer </dev/tty || exit 1\n"
      "  [ \"$answer\" = y ] || { echo 'Stopped.'; exit 1; }\n"
      "}\n";
  for (const PlanItem& item : plan) {
    out += "\necho\nprintf '%s\\n' " + shell_text("== " + title(item)) + "\n";
    for (const PlannedLeak& leak : item.leaks) {
      for (const std::string& place : leak.places) {
        out += "printf '   %s\\n' " + shell_text(leak.masked + "  " + place) + "\n";
      }
    }
    for (const std::string& text :
         {first_step(item.reset), item.reset.console_url, item.reset.console_path}) {
      if (!text.empty()) out += "printf '%s\\n' " + shell_text(text) + "\n";
    }
    for (size_t i = 0; i < item.reset.steps.size(); ++i) {
      out += "step " + shell_text(std::to_string(i + 1) + ". " + item.reset.steps[i]) + "\n";
    }
    if (!item.reset.check.empty()) out += "step " + shell_text("Check: " + item.reset.check) + "\n";
  }
  return out + "echo 'The plan is done.'\n";
}

}  // namespace rekey
