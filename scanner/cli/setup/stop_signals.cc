#include "scanner/cli/setup/stop_signals.h"

#include <signal.h>  // NOLINT(modernize-deprecated-headers): sigaction()
#include <unistd.h>

#include <array>

namespace rekey {
namespace {

constexpr unsigned kPatience = 10;  // seconds
constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP};

// A signal handler can reach nothing but what belongs to the process.
std::atomic<bool> was_asked{false};
std::atomic<int> number{0};
std::atomic<int> living{0};

static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

void set_action(int signal, void (*to)(int), int flags) {
  struct sigaction action {};
  action.sa_handler = to;
  action.sa_flags = flags;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(signal, &action, nullptr);
}

// What the program waits for may never come.
void end_now(int) {
  set_action(number.load(), SIG_DFL, 0);
  ::raise(number.load());
}

// The default action comes back with the first one (SA_RESETHAND); for the others it is set here.
void ask(int signal) {
  number.store(signal);
  was_asked.store(true);
  set_action(SIGALRM, end_now, 0);
  ::alarm(kPatience);
  for (const int other : kSignals) set_action(other, SIG_DFL, 0);
}

bool is_ignored(int signal) {
  struct sigaction now {};
  return ::sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

}  // namespace

StopSignals::StopSignals() {
  if (living.fetch_add(1) > 0 || was_asked.load()) return;
  for (const int signal : kSignals) {
    if (!is_ignored(signal)) set_action(signal, ask, SA_RESTART | SA_RESETHAND);
  }
}

StopSignals::~StopSignals() {
  if (living.fetch_sub(1) > 1) return;
  for (const int signal : kSignals) {
    if (!is_ignored(signal)) set_action(signal, SIG_DFL, 0);
  }
}

const std::atomic<bool>& StopSignals::asked() {
  return was_asked;
}

std::string StopSignals::name() {
  switch (number.load()) {
    case SIGINT:
      return "SIGINT";
    case SIGTERM:
      return "SIGTERM";
    case SIGHUP:
      return "SIGHUP";
    default:
      return "";
  }
}

void StopSignals::finish() {
  const int signal = number.load();
  if (signal == 0) return;
  set_action(signal, SIG_DFL, 0);
  ::raise(signal);
}

}  // namespace rekey
