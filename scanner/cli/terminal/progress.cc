#include "scanner/cli/terminal/progress.h"

#include <unistd.h>

#include <string>

#include "scanner/cli/terminal/terminal.h"

namespace rekey {
namespace {

constexpr auto kFirst = std::chrono::milliseconds(500);
constexpr auto kEvery = std::chrono::milliseconds(100);
constexpr std::string_view kClearLine = "\r\x1b[K";

void put(std::string_view text) {
  // A line lost on a closed terminal is no reason to stop.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

ProgressLine::ProgressLine(bool enabled)
    : enabled_(enabled && is_terminal(STDERR_FILENO)), next_(Clock::now() + kFirst) {}

ProgressLine::~ProgressLine() {
  if (shown_) put(kClearLine);
}

void ProgressLine::update(const Progress& progress) {
  if (!enabled_ || Clock::now() < next_) return;
  next_ = Clock::now() + kEvery;
  shown_ = true;
  std::string line(kClearLine);
  line += "rekey: ";
  line += progress.doing;
  line += " " + std::to_string(progress.done);
  if (progress.total > 0) {
    line += " of " + std::to_string(progress.total) + " (" +
            std::to_string(progress.done * 100 / progress.total) + " %)";
  }
  put(line);
}

}  // namespace rekey
