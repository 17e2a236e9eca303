#include "scanner/cli/ci/git_program.h"

#include <fcntl.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill()
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <set>
#include <string_view>
#include <thread>

#include "scanner/cli/setup/stop_signals.h"

namespace rekey {
namespace {

constexpr std::chrono::minutes kLongest{5};
constexpr std::chrono::milliseconds kStep{1};

std::string_view name_of(std::string_view setting) {
  return setting.substr(0, setting.find('='));
}

// What each run has; the settings of a run go before it, and it before the environment.
constexpr std::array<std::string_view, 5> kQuiet = {
    "GIT_TERMINAL_PROMPT=0", "GIT_LFS_SKIP_SMUDGE=1", "SSH_ASKPASS_REQUIRE=never",
    "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none"};

std::vector<std::string> environment_of(const std::vector<std::string>& settings) {
  std::vector<std::string> out;
  std::set<std::string, std::less<>> named;
  const auto add = [&](std::string_view one) {
    const bool is_new = named.emplace(name_of(one)).second;
    if (is_new && one.find('=') != std::string_view::npos) out.emplace_back(one);
  };
  for (const std::string& one : settings) add(one);
  for (const std::string_view one : kQuiet) add(one);
  for (char** entry = environ; *entry != nullptr; ++entry) add(*entry);
  add("GIT_ASKPASS=true");
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
      ::kill(-process, SIGKILL);  // it leads a session of its own
      ::kill(process, SIGKILL);
      ::waitpid(process, &status, 0);
      return -1;
    }
    std::this_thread::sleep_for(kStep);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// Starts it with `output` as its standard output; 0 when it cannot be started.
pid_t start(const std::string& folder, const std::vector<std::string>& arguments,
            const std::vector<std::string>& settings, int output) {
  std::vector<std::string> words{"git",
                                 "-C",
                                 folder,
                                 "-c",
                                 "core.hooksPath=/dev/null",
                                 "-c",
                                 "core.fsmonitor=false",
                                 "-c",
                                 "gc.auto=0",
                                 "-c",
                                 "maintenance.auto=false"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment = environment_of(settings);
  posix_spawn_file_actions_t files;
  if (::posix_spawn_file_actions_init(&files) != 0) return 0;
  for (const int descriptor : {STDIN_FILENO, STDERR_FILENO}) {
    ::posix_spawn_file_actions_addopen(&files, descriptor, "/dev/null", O_RDWR, 0);
  }
  ::posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  posix_spawnattr_t how;
  if (::posix_spawnattr_init(&how) != 0) {
    ::posix_spawn_file_actions_destroy(&files);
    return 0;
  }
  ::posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSID);  // away from any terminal
  pid_t process = 0;
  const int failed = ::posix_spawnp(&process, "git", &files, &how, pointers_to(words).data(),
                                    pointers_to(environment).data());
  ::posix_spawnattr_destroy(&how);
  ::posix_spawn_file_actions_destroy(&files);
  return failed == 0 ? process : 0;
}

}  // namespace

bool run_git_program(const std::string& folder, const std::vector<std::string>& arguments,
                     const std::vector<std::string>& settings) {
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return false;
  const pid_t process = start(folder, arguments, settings, nowhere);
  ::close(nowhere);
  return process != 0 && wait_for(process) == 0;
}

}  // namespace rekey
