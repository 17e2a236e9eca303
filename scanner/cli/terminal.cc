#include "scanner/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "scanner/report/escape.h"

namespace rekey {
namespace {

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace

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
  if (write_all(STDOUT_FILENO, text) || errno == EPIPE) return {};
  return Error{ErrorCode::kOutput, std::string("standard output: ") + std::strerror(errno)};
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
  write_all(STDERR_FILENO, "rekey: " + message_text(message) + "\n");
}

}  // namespace rekey
