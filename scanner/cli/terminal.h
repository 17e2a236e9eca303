// Terminal: what the standard streams are attached to, and writing to them. The program's only
// place that prints. Broken pipes end the output quietly, as users of `head` expect.
#pragma once

#include <string_view>

#include "scanner/base/result.h"

namespace rekey {

bool is_terminal(int descriptor);
bool wants_color(int descriptor, bool no_color);  // honours NO_COLOR and TERM=dumb
unsigned terminal_width();                        // columns; 100 where there is no terminal

// kOutput when it cannot be written; a closed pipe counts as written.
Status write_output(std::string_view text);

// "rekey: " and one line on standard error.
void say(std::string_view message);

}  // namespace rekey
