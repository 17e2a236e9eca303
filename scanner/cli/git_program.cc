#include "scanner/cli/git_program.h"

#include <fcntl.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill()
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "scanner/cli/stop_signals.h"

namespace rekey {
namespace {

constexpr std::chrono::minutes kLongest{5};
constexpr std::chrono::milliseconds kStep{1};

std::vector<std::string> quiet_environment() {
  std::vector<std::string> out{"GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=true",
                               "GIT_LFS_SKIP_SMUDGE=1"};
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (text.starts_with("GIT_TERMINAL_PROMPT=") || text.starts_with("GIT_LFS_SKIP_SMUDGE=")) {
      continue;
    }
    if (text.starts_with("GIT_ASKPASS="))
      out[1] = text;
    else
      out.push_back(text);
  }
  return out;
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> out;
  out.reserve(words.size() + 1);
  for (std::string& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

// 0 when it ended so in time.
int wait_for(pid_t process) {
  const auto end = std::chrono::steady_clock::now() + kLongest;
  int status = 0;
  while (::waitpid(process, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > end || StopSignals::asked()) {
      ::kill(process, SIGKILL);
      ::waitpid(process, &status, 0);
      return -1;
    }
    std::this_thread::sleep_for(kStep);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// Starts it with `output` as its standard output; 0 when it cannot be started.
pid_t start(const std::string& folder, const std::vector<std::string>& arguments, int output) {
  std::vector<std::string> words{
      "git", "-C",       folder, "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false",
      "-c",  "gc.auto=0"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment = quiet_environment();
  posix_spawn_file_actions_t files;
  if (::posix_spawn_file_actions_init(&files) != 0) return 0;
  for (const int descriptor : {STDIN_FILENO, STDERR_FILENO}) {
    ::posix_spawn_file_actions_addopen(&files, descriptor, "/dev/null", O_RDWR, 0);
  }
  ::posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  pid_t process = 0;
  const int failed = ::posix_spawnp(&process, "git", &files, nullptr, pointers_to(words).data(),
                                    pointers_to(environment).data());
  ::posix_spawn_file_actions_destroy(&files);
  return failed == 0 ? process : 0;
}

}  // namespace

bool run_git_program(const std::string& folder, const std::vector<std::string>& arguments) {
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return false;
  const pid_t process = start(folder, arguments, nowhere);
  ::close(nowhere);
  return process != 0 && wait_for(process) == 0;
}

}  // namespace rekey
