#include "scanner/match/prefilter/bounded_compile.h"

#include <fcntl.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): SIGXCPU
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <string_view>

#include "scanner/base/file.h"

namespace rekey {
namespace {

constexpr uint64_t kLargestDatabase = uint64_t{512} << 20;
constexpr char kRight = 'R', kWrong = 'W';  // what the child's answer begins with

void limit_time(unsigned seconds) {
  rlimit limit{};
  ::getrlimit(RLIMIT_CPU, &limit);
  if (limit.rlim_max == RLIM_INFINITY || limit.rlim_max > seconds) limit.rlim_cur = seconds;
  ::setrlimit(RLIMIT_CPU, &limit);
}

std::string answer_of(const std::vector<Rule>& rules, const std::vector<Rule>& own) {
  if (!own.empty()) {
    limit_time(kOwnSeconds);
    const Result<CompiledRules> alone = compile_database(own);
    if (!alone) return kWrong + alone.error().message;
  }
  limit_time(kOwnSeconds + kWholeSeconds);
  const Result<CompiledRules> whole = compile_database(rules);
  return whole ? kRight + whole.value().bytes : kWrong + whole.error().message;
}

using Work = std::function<std::string()>;  // an answer that begins with kRight or kWrong

[[noreturn]] void be_child(const Work& work, int out) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (const int number : {SIGXCPU, SIGPIPE, SIGINT, SIGTERM, SIGHUP}) ::signal(number, SIG_DFL);
  int code = 0;
  try {
    const std::string answer = work();
    std::string_view rest = answer;
    while (!rest.empty()) {
      const ssize_t written = ::write(out, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) break;
      rest.remove_prefix(static_cast<size_t>(written));
    }
    code = rest.empty() ? 0 : 1;
  } catch (...) {  // memory ended
    code = 1;
  }
  ::_exit(code);
}

int ended(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return status;
}

// What the child's answer says behind its first byte.
Result<std::string> answer_of_child(const Work& work) {
  int ends[2] = {};
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    return Error{ErrorCode::kUsage, "the rules cannot be compiled: no pipe"};
  }
  const pid_t child = ::fork();
  if (child == 0) be_child(work, ends[1]);
  ::close(ends[1]);
  Result<std::string> answer = Error{ErrorCode::kUsage, "the rules cannot be compiled: no process"};
  if (child > 0) answer = read_descriptor(ends[0], "compiled rules", kLargestDatabase);
  ::close(ends[0]);
  const int status = child > 0 ? ended(child) : 0;
  if (child > 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU) {
    return Error{
        ErrorCode::kUsage,
        "the configuration's expressions take too long to compile: fewer or simpler rules"};
  }
  if (!answer) return answer;
  if (status != 0 || answer->empty()) {
    return Error{ErrorCode::kUsage, "the configuration's expressions take too much to compile"};
  }
  if (answer->front() != kRight) return Error{ErrorCode::kUsage, answer->substr(1)};
  answer->erase(0, 1);
  return answer;
}

}  // namespace

Status check_bounded(const std::function<Status()>& check) {
  const Result<std::string> answer = answer_of_child([&] {
    limit_time(kOwnSeconds);
    const Status status = check();
    return status ? std::string(1, kRight) : kWrong + status.error().message;
  });
  return answer ? Status() : Status(answer.error());
}

Result<std::string> compile_bounded(const std::vector<Rule>& rules, const std::vector<Rule>& own) {
  return answer_of_child([&] { return answer_of(rules, own); });
}

}  // namespace rekey
