#include "scanner/org/work/git_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill()
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "scanner/report/text/escape.h"

namespace rekey {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kStepMilliseconds = 200;
constexpr size_t kMostErrors = 8192;  // bytes kept
constexpr size_t kLongestReason = 300;

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> out;
  out.reserve(words.size() + 1);
  for (std::string& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

// Between fork() and exec only calls that a signal handler may make.
[[noreturn]] void become_git(char* const* words, char* const* environment, int in, int out,
                             int errors) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(errors, STDERR_FILENO);
  ::signal(SIGPIPE, SIG_DFL);
  ::execvpe("git", words, environment);
  ::_exit(127);
}

struct Descriptor {
  int number = -1;
  Descriptor() = default;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }
  void close() {
    if (number >= 0) ::close(number);
    number = -1;
  }
};

class Running {
 public:
  explicit Running(const GitRun& run) : run_(run), end_(Clock::now() + run.longest) {}
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    if (process_ > 0) stop();
  }

  bool start() {
    std::vector<std::string> words{"git"};
    words.insert(words.end(), run_.arguments.begin(), run_.arguments.end());
    std::vector<std::string> environment = run_.environment;
    const std::vector<char*> argv = pointers_to(words);
    const std::vector<char*> envp = pointers_to(environment);
    Descriptor nothing, out_end, errors_end;
    nothing.number = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing.number < 0 || !piped(out_, out_end) || !piped(errors_, errors_end)) return false;
    process_ = ::fork();
    if (process_ == 0) {
      become_git(argv.data(), envp.data(), nothing.number, out_end.number, errors_end.number);
    }
    return process_ > 0;
  }

  // Until both outputs end or something stops it; false then, with the reason.
  bool read(Error& reason) {
    while (out_.number >= 0 || errors_.number >= 0) {
      std::array<pollfd, 2> waits = {pollfd{out_.number, POLLIN, 0},
                                     pollfd{errors_.number, POLLIN, 0}};
      const int ready = ::poll(waits.data(), waits.size(), kStepMilliseconds);
      if (ready < 0 && errno != EINTR) break;
      if (waits[0].revents != 0) take(out_, output_);
      if (waits[1].revents != 0) take(errors_, said_);
      if (said_.size() > kMostErrors) said_.erase(0, said_.size() - kMostErrors);
      if (output_.size() > run_.most_output) {
        reason = {ErrorCode::kTooLarge, "git printed too much"};
        return false;
      }
      if (Clock::now() > end_) {
        reason = {ErrorCode::kUnreadable,
                  "took longer than " + std::to_string(run_.longest.count()) + " s"};
        return false;
      }
      if (!asked_lately() && run_.is_enough && run_.is_enough()) {
        reason = {ErrorCode::kTooLarge, "larger than allowed"};
        return false;
      }
    }
    return true;
  }

  int wait() {
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  std::string& output() { return output_; }

  // git's last line that says why: behind "fatal: " where there is one.
  [[nodiscard]] std::string reason() const {
    std::string text = said_;
    for (const std::string& hidden : run_.hidden) {
      if (hidden.empty()) continue;
      for (size_t at = 0; (at = text.find(hidden, at)) != std::string::npos;) {
        text.replace(at, hidden.size(), "(hidden)");
      }
    }
    constexpr std::string_view kFatal = "fatal: ";
    const size_t fatal = text.rfind(kFatal);
    if (fatal != std::string::npos) text.erase(0, fatal + kFatal.size());
    while (text.ends_with('\n')) text.pop_back();
    if (fatal == std::string::npos && text.find('\n') != std::string::npos) {
      text.erase(0, text.rfind('\n') + 1);
    }
    text = valid_utf8(text.substr(0, std::min(text.find('\n'), kLongestReason)));
    return "git: " + (text.empty() ? "failed" : terminal_text(text));
  }

 private:
  static bool piped(Descriptor& ours, Descriptor& theirs) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    ours.number = ends[0];
    theirs.number = ends[1];
    return true;
  }

  static void take(Descriptor& from, std::string& text) {
    std::array<char, 65536> bytes{};
    const ssize_t got = ::read(from.number, bytes.data(), bytes.size());
    if (got > 0)
      text.append(bytes.data(), static_cast<size_t>(got));
    else if (got == 0 || errno != EINTR)
      from.close();
  }

  bool asked_lately() {
    const auto now = Clock::now();
    if (now < next_question_) return true;
    next_question_ = now + std::chrono::milliseconds(kStepMilliseconds);
    return false;
  }

  void stop() {
    ::kill(-process_, SIGKILL);
    ::kill(process_, SIGKILL);
    (void)wait();
  }

  const GitRun& run_;
  Clock::time_point end_, next_question_;
  pid_t process_ = 0;
  Descriptor out_, errors_;
  std::string output_, said_;
};

}  // namespace

Result<std::string> run_git(const GitRun& run) {
  Running git(run);
  if (!git.start()) return Error{ErrorCode::kUnreadable, "git: cannot be started"};
  Error stopped;
  if (!git.read(stopped)) return stopped;
  const int code = git.wait();
  if (code == 127) return Error{ErrorCode::kUnreadable, "git: cannot be started"};
  if (code != 0) return Error{ErrorCode::kUnreadable, git.reason()};
  return std::move(git.output());
}

}  // namespace rekey
