#include "scanner/report/reset_markdown.h"

#include "scanner/report/escape.h"
#include "scanner/report/words.h"

namespace rekey {
namespace {

void row(std::string& out, const std::string& name, const std::string& text) {
  if (!text.empty()) out += "| " + name + " | " + text + " |\n";
}

std::string link(const std::string& url) {
  return url.empty() ? url : "<" + url + ">";
}

}  // namespace

std::string reset_markdown(const Reset& reset) {
  std::string out = "**" + markdown_text(reset.summary) + "**\n\n";
  for (size_t i = 0; i < reset.steps.size(); ++i) {
    out += std::to_string(i + 1) + ". " + markdown_text(reset.steps[i]) + "\n";
  }
  out += "\n| | |\n| --- | --- |\n";
  row(out, "Urgency", markdown_text(reset.urgency));
  row(out, "Console", link(reset.console_url));
  row(out, "Menu", markdown_text(reset.console_path));
  row(out, "API", markdown_text(revoke_text(reset)));
  row(out, "Self-revocable", reset.self_revocable ? "yes: the secret is enough" : "no");
  row(out, "Check", markdown_text(reset.check));
  row(out, "Afterwards", markdown_text(reset.after));
  row(out, "Side effects", markdown_text(reset.side_effects));
  for (const std::string& url : reset.docs) row(out, "Documentation", link(url));
  return out;
}

std::string reset_plain(const Reset& reset) {
  std::string out = reset.summary;
  for (size_t i = 0; i < reset.steps.size(); ++i) {
    out += " " + std::to_string(i + 1) + ". " + reset.steps[i];
  }
  return out;
}

}  // namespace rekey
