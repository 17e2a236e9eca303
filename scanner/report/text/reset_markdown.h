// ResetMarkdown: a reset block as Markdown and as plain sentences, for help texts and plans. Pure.
#pragma once

#include <string>

#include "scanner/findings/finding.h"

namespace rekey {

// Summary, numbered steps, then a table of console, API call, check, aftermath, side effects,
// documents.
std::string reset_markdown(const Reset& reset);

// Summary and numbered steps in one paragraph.
std::string reset_plain(const Reset& reset);

}  // namespace rekey
