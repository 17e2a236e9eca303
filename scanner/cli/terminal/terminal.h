// Terminal: what the standard streams are attached to, and writing to them. The program's only
// place that prints. Broken pipes end the output quietly, as users of `head` expect.
#pragma once

#include <string>
#include <string_view>

#include "scanner/base/result.h"

namespace rekey {

bool is_terminal(int descriptor);
bool wants_color(int descriptor, bool no_color);  // honours NO_COLOR and TERM=dumb
unsigned terminal_width();                        // columns; 100 where there is no terminal

// kOutput when it cannot be written; a closed pipe counts as written.
Status write_output(std::string_view text);

// "rekey: " and one line on standard error: the only way there for text, and so the only place that
// makes it harmless. Whatever a key, a path or a server's answer holds: no control character but
// the line's end, nothing that a CI system takes for a command ("##[", "##vso["; "::" can stand at
// no line's start), at most some thousand bytes.
void say(std::string_view message);

// What say() makes of it, without "rekey: ".
std::string message_text(std::string_view message);

}  // namespace rekey
