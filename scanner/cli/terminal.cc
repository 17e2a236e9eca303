#include "scanner/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

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

void say(std::string_view message) {
  write_all(STDERR_FILENO, "rekey: " + std::string(message) + "\n");
}

}  // namespace rekey
