// Patience with a database that is away: it may be restarted while workers run.
#pragma once

#include <chrono>
#include <thread>

#include "scanner/base/result.h"

namespace rekey {

constexpr std::chrono::milliseconds kPatienceStep{500};
constexpr std::chrono::seconds kPatience{90};

// Calls `function`, which gives a Result or a Status and may be called again, until it gives
// anything but kUnreadable, or the database was away for too long.
template <typename Function>
auto retried(const Function& function) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    auto result = function();
    if (result.ok() || result.error().code != ErrorCode::kUnreadable ||
        std::chrono::steady_clock::now() > end) {
      return result;
    }
    std::this_thread::sleep_for(kPatienceStep);
  }
}

}  // namespace rekey
