#include "scanner/cli/setup/process_start.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <exception>

#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "scanner/cli/setup/exit_code.h"

namespace rekey {
namespace {

// Opened the wrong way round: whoever uses it is told that it is no good, as of a closed one.
void take_number(int descriptor, int wrong_way) {
  if (::fcntl(descriptor, F_GETFD) >= 0) return;
  const int opened = ::open("/dev/null", wrong_way);
  if (opened >= 0 && opened != descriptor) ::close(opened);
}

void leave_no_core() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
  // Where cores go to a program the limit does not count, this does.
  ::prctl(PR_SET_DUMPABLE, 0);
#endif
}

// The C++ library's own would print the exception's text, which could hold anything.
[[noreturn]] void end_quietly() {
  constexpr char kText[] = "rekey: internal error; please report it\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, kText, sizeof kText - 1);
  ::_exit(static_cast<int>(ExitCode::kIncomplete));
}

}  // namespace

void start_process() {
  take_number(STDIN_FILENO, O_WRONLY);
  take_number(STDOUT_FILENO, O_RDONLY);
  take_number(STDERR_FILENO, O_RDONLY);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  std::set_terminate(end_quietly);
  leave_no_core();
}

}  // namespace rekey
