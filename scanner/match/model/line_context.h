// LineContext: what stands around a secret on its line: the name it is given, what joins the two,
// what follows. The parts are views of the scanned text; a line is cut to kMostBefore and
// kMostBehind.
#pragma once

#include <string_view>

#include "scanner/base/bytes.h"

namespace rekey {

struct LineContext {
  static constexpr size_t kMostBefore = 200, kMostBehind = 80;

  std::string_view before;  // the line up to the name; for a match without a name up to the match
  std::string_view name;    // letters, digits and "_-." in one run: "DB_PASSWORD", "app.secret"
  std::string_view separator;  // from the name's end to the secret: `": "`, ` = String("`
  std::string_view secret;
  std::string_view behind;  // from the secret to the end of the line
};

// `match` is what a rule's expression matched, `secret` lies in it.
LineContext line_context_of(std::string_view text, Span match, Span secret);

}  // namespace rekey
