#include "scanner/cli/terminal/terminal.h"

#include <doctest/doctest.h>

namespace rekey {

TEST_CASE("a message is one line that neither a terminal nor a CI system obeys") {
  CHECK(message_text("plain: x") == "plain: x");
  CHECK(message_text("a\x1b[31m\nb\x07") == "a\\x1b[31m\\x0ab\\x07");
  CHECK(message_text("x ##vso[task.complete]y") == "x # #vso[task.complete]y");
  CHECK(message_text("###[error]") == "# # #[error]");
  CHECK(message_text("\n::set-output name=x::y").find('\n') == std::string::npos);
  CHECK(message_text(std::string(100000, 'x')).size() < 5000);
}

}  // namespace rekey
