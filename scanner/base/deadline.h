// Deadline: when work is to end, done or not. Loops over what others have made ask it; what is left
// over then is told.
//
// A plain value; any thread. One that is not set is never over and costs nothing to ask; to ask one
// that is set reads the monotonic clock, some 25 ns, or no more than a flag.
#pragma once

#include <atomic>
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

  // The same, and over as soon as `asked` is true, which outlives it: somebody wants the work to
  // end.
  [[nodiscard]] Deadline or_when(const std::atomic<bool>& asked) const {
    Deadline out = *this;
    out.asked_ = &asked;
    return out;
  }

  [[nodiscard]] bool is_set() const { return has_time() || asked_ != nullptr; }
  [[nodiscard]] bool over() const {
    if (asked_ != nullptr && asked_->load(std::memory_order_relaxed)) return true;
    return has_time() && Clock::now() >= at_;
  }

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] bool has_time() const { return at_ != Clock::time_point::max(); }

  Clock::time_point at_ = Clock::time_point::max();
  const std::atomic<bool>* asked_ = nullptr;
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
