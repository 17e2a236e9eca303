#include "scanner/cli/terminal/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>

#include "scanner/base/file_writer.h"
#include "scanner/report/text/escape.h"

namespace rekey {
bool is_terminal(int descriptor) {
  return ::isatty(descriptor) == 1;
}

bool wants_color(int descriptor, bool no_color) {
  const char* refused = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  return !no_color && is_terminal(descriptor) && (refused == nullptr || *refused == '\0') &&
         term != nullptr && std::strcmp(term, "dumb") != 0;
}

unsigned terminal_width() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 100;
  return size.ws_col;
}

Status write_output(std::string_view text) {
  FileWriter output = FileWriter::to_descriptor(STDOUT_FILENO, "standard output");
  output.append(text);
  return output.commit();
}

std::string message_text(std::string_view message) {
  constexpr size_t kLongest = 4000;  // bytes
  std::string text = terminal_text(message.substr(0, kLongest));
  if (message.size() > kLongest) text += "…";
  for (size_t at = 0; (at = text.find("##", at)) != std::string::npos;) {
    text.replace(at, 2, "# #");
    at += 2;  // a third '#' may follow
  }
  return text;
}

void say(std::string_view message) {
  FileWriter errors = FileWriter::to_descriptor(STDERR_FILENO, "standard error");
  errors.append("rekey: " + message_text(message) + "\n");
  (void)errors.commit();  // there is nowhere else to say it
}

}  // namespace rekey
