// Queue: the repositories of a round and who works on which.
//
// A round is one pass over the planned repositories. A worker takes one with a lease and renews the
// lease while it works; when it dies, the lease ends and another takes the repository. What fails
// is tried again, later each time, and is given up after some attempts: then it is "failed" with
// the reason. What fails first as it failed last in the round before is given up at once. Every
// change is one transaction: any worker may be killed at any moment.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/org/inventory/planned.h"
#include "scanner/org/state/database.h"

namespace rekey {

struct QueueLimits {
  int64_t lease = 120;   // seconds without a sign of life
  int64_t attempts = 3;  // failures in a round
  int64_t deaths = 5;    // workers that died with it, in a round
  int64_t backoff = 30;  // seconds after the first failure; doubled after each
};

struct Job {
  int64_t repository = 0, scan = 0;  // rows
  int64_t round = 0;
  Planned planned;
  std::string refs, options;  // of the last scan; "" = none
  int64_t scanned = 0;        // when that was
  int64_t failures = 0;       // in this round
  std::string failed_with;    // the last failure, if need be of the round before; "" = none
};

enum class Outcome : uint8_t {
  kDone,       // scanned, everything read
  kPartial,    // scanned, something could not be read
  kUnchanged,  // as it was when it was last scanned, with what that scan could not read
  kFailed,     // not scanned; another time, perhaps
  kHopeless,   // not scanned, and another time would be the same
};

struct Finished {
  Outcome outcome = Outcome::kDone;
  std::string reason;         // of what is not done; no secret in it
  std::string refs, options;  // what was scanned, and how; refs "" = of no use next time
  std::string head, authors;  // of the repository
  int64_t texts = 0, bytes = 0, commits = 0, fetch_ms = 0, scan_ms = 0;
};

struct QueueCounts {
  int64_t queued = 0, working = 0, done = 0, partial = 0, failed = 0;
  int64_t next = 0;  // seconds until one that waits may be taken; 0 = now, or none waits
};

// Plans the inventory's repositories: those that this round does not have yet. A round whose
// repositories are all finished is over: a new one begins. The round's number.
Result<int64_t> enqueue(StateDatabase& database, const Inventory& inventory);

// The next repository for `worker`; nothing when none can be taken now.
Result<std::optional<Job>> take_job(StateDatabase& database, const std::string& worker,
                                    const QueueLimits& limits);

// Renews the lease; false when another has the repository by now.
Result<bool> renew(StateDatabase& database, const Job& job, const std::string& worker,
                   const QueueLimits& limits);

// Within a transaction of the caller: ends the work on `job`. False when another has it by now:
// nothing of this work may be kept.
Result<bool> finish_job(StateDatabase& database, const Job& job, const std::string& worker,
                        const Finished& finished, const QueueLimits& limits);

// Gives back what `worker`, which is dead, had taken.
Status release(StateDatabase& database, const std::string& worker, const QueueLimits& limits);
// Who has taken something now.
Result<std::vector<std::string>> working(StateDatabase& database);

Result<QueueCounts> queue_counts(StateDatabase& database);

}  // namespace rekey
