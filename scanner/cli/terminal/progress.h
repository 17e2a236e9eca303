// ProgressLine: one line on standard error that is rewritten while long work goes on.
//
// Shown only on a terminal, from the second half second on, ten times a second at most; gone when
// the object is. update() may be called by one thread at a time.
#pragma once

#include <chrono>

#include "scanner/scan/options.h"

namespace rekey {

class ProgressLine {
 public:
  explicit ProgressLine(bool enabled);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void update(const Progress& progress);

 private:
  using Clock = std::chrono::steady_clock;

  bool enabled_;
  bool shown_ = false;
  Clock::time_point next_;
};

}  // namespace rekey
