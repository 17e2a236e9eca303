// Deadline: when work is to end, done or not. Loops over what others have made ask it; what is left
// over then is told.
//
// A plain value; any thread. One that is not set is never over and costs nothing to ask; to ask one
// that is set reads the monotonic clock, some 25 ns.
#pragma once

#include <chrono>

namespace rekey {

class Deadline {
 public:
  Deadline() = default;
  // `seconds` from now on.
  static Deadline in(double seconds) {
    Deadline out;
    out.at_ = Clock::now() +
              std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    return out;
  }

  [[nodiscard]] bool is_set() const { return at_ != Clock::time_point::max(); }
  [[nodiscard]] bool over() const { return is_set() && Clock::now() >= at_; }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point at_ = Clock::time_point::max();
};

// SearchClock: a deadline for what is called back at every turn of a search: asks it now and then.
struct SearchClock {
  static constexpr unsigned kTurns = 1024;

  Deadline deadline = {};
  unsigned turns = 0;

  [[nodiscard]] bool stops() {
    return deadline.is_set() && ++turns % kTurns == 0 && deadline.over();
  }
};

}  // namespace rekey
