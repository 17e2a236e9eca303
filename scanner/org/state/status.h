// RoundStatus: how far a round is: counts, rates, who works on what, what failed and why.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/findings/finding.h"
#include "scanner/org/state/database.h"
#include "scanner/org/state/queue.h"

namespace rekey {

struct RoundStatus {
  int64_t round = 0;
  QueueCounts counts;
  int64_t bytes = 0, scans = 0, unchanged = 0, interrupted = 0;  // in this round
  int64_t seconds = 0;           // from the first start to the last end
  std::vector<Skipped> working;  // repository, since how many seconds by whom
  std::vector<Skipped>
      troubles;  // repository or source, and why it is not whole, or was not lately

  [[nodiscard]] bool is_whole() const;
};

// Whether the state has a leak that nobody has marked and nothing allows.
Result<bool> has_open_leaks(StateDatabase& database);
// Whether something could not be listed or read.
Result<bool> has_faults(StateDatabase& database);

Result<RoundStatus> round_status(StateDatabase& database);

std::string status_text(const RoundStatus& status);
std::string status_json(const RoundStatus& status);

}  // namespace rekey
