#include "scanner/report/text/reset_markdown.h"

#include "scanner/report/text/escape.h"
#include "scanner/report/text/words.h"

namespace rekey {
namespace {

void row(std::string& out, const std::string& name, const std::string& text) {
  if (!text.empty()) out += "| " + name + " | " + text + " |\n";
}

std::string link(const std::string& url) {
  return is_web_address(url) ? "<" + url + ">" : markdown_text(url);
}

}  // namespace

std::string reset_markdown(const Reset& reset) {
  std::string out = "**" + markdown_text(first_step(reset)) + "**\n\n";
  for (size_t i = 0; i < reset.steps.size(); ++i) {
    out += std::to_string(i + 1) + ". " + markdown_text(reset.steps[i]) + "\n";
  }
  std::string rows;
  row(rows, "Urgency", markdown_text(reset.urgency));
  row(rows, "Console", link(reset.console_url));
  row(rows, "Menu", markdown_text(reset.console_path));
  row(rows, "API", markdown_text(revoke_text(reset)));
  if (!reset.revoke.empty()) {
    row(rows, "Self-revocable", reset.self_revocable ? "yes: the secret is enough" : "no");
  }
  row(rows, "Check", markdown_text(reset.check));
  row(rows, "Afterwards", markdown_text(reset.after));
  row(rows, "Side effects", markdown_text(reset.side_effects));
  for (const std::string& url : reset.docs) row(rows, "Documentation", link(url));
  if (!rows.empty()) out += (reset.steps.empty() ? "" : "\n") + ("| | |\n| --- | --- |\n" + rows);
  return out;
}

std::string reset_plain(const Reset& reset) {
  std::string out = first_step(reset);
  for (size_t i = 0; i < reset.steps.size(); ++i) {
    out += " " + std::to_string(i + 1) + ". " + reset.steps[i];
  }
  return out;
}

}  // namespace rekey
