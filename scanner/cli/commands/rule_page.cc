#include "scanner/cli/commands/rule_page.h"

#include <array>
#include <cstdio>
#include <string_view>
#include <vector>

#include "scanner/match/validators/validators.h"
#include "scanner/report/text/escape.h"
#include "scanner/report/text/words.h"

namespace rekey {
namespace {

class Page {
 public:
  // Nothing for an empty value.
  void row(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    constexpr size_t kColumn = 14;
    out_ += std::string(name) + std::string(kColumn - std::min(kColumn, name.size()), ' ') +
            terminal_text(value) + "\n";
  }
  void row(std::string_view name, const std::vector<std::string>& values) {
    std::string text;
    for (const std::string& value : values) text += (text.empty() ? "" : ", ") + value;
    row(name, text);
  }
  void blank() { out_ += "\n"; }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

std::string lines_text(uint32_t lines) {
  if (lines == 0 || lines == kAnywhere) return "anywhere in the text";
  return "within " + std::to_string(lines) + (lines == 1 ? " line" : " lines");
}

void put_near(Page& page, const Rule& rule) {
  if (!rule.context.empty()) {
    page.row("must be near", lines_text(rule.context.within_lines));
    page.row("  words", rule.context.words);
    page.row("  rules", rule.context.rules);
  }
  for (const Rule::Required& one : rule.required) {
    page.row("requires", one.rule + ", " + lines_text(one.within_lines));
  }
  if (!rule.pair.empty()) {
    page.row("pair with", rule.pair.with);
    page.row("", lines_text(rule.pair.within_lines));
  }
}

void put_judgement(Page& page, const Rule& rule) {
  if (rule.entropy > 0) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "more than %.2f bits a byte", rule.entropy);
    page.row("entropy", text.data());
  }
  page.row("keywords", rule.keywords);
  for (const std::string& name : rule.validators) {
    const Validator* validator = find_validator(name);
    page.row("validator",
             validator == nullptr ? name : name + ": " + std::string(validator->summary));
  }
  for (const Allowlist& list : rule.allowlists) {
    page.row("allowlist", list.description.empty() ? "without a description" : list.description);
  }
  put_near(page, rule);
}

void put_reset(Page& page, const Reset& reset) {
  page.row("reset", first_step(reset));
  page.row("urgency", reset.urgency);
  page.row("console", reset.console_url);
  page.row("menu", reset.console_path);
  page.row("call", revoke_text(reset));
  for (size_t i = 0; i < reset.steps.size(); ++i) {
    page.row("step " + std::to_string(i + 1), reset.steps[i]);
  }
  page.row("check", reset.check);
  page.row("afterwards", reset.after);
  page.row("side effects", reset.side_effects);
  for (const std::string& url : reset.docs) page.row("documents", url);
}

}  // namespace

std::string rule_page(const Rule& rule, const Reset& reset) {
  Page page;
  page.row("rule", rule.id);
  page.row("kind", kind_name(rule));
  page.row("provider", rule.provider);
  if (rule.family != rule.id) page.row("family", rule.family);
  page.row("severity", severity_name(rule.severity));
  page.row("confidence", confidence_name(rule.confidence));
  page.row("rank", std::to_string(rule.rank));
  page.row("tags", rule.tags);
  page.blank();
  page.row("expression", rule.regex);
  if (rule.secret_group != 0) page.row("secret group", std::to_string(rule.secret_group));
  page.row("named", rule.provider_words);
  page.row("path", rule.path);
  page.row("mask shows", rule.mask_prefix);
  put_judgement(page, rule);
  page.blank();
  put_reset(page, reset);
  return page.take();
}

}  // namespace rekey
