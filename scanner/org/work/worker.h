// Worker: takes repositories from the queue, fetches, scans and stores them, one after another,
// until the round is over.
//
// Any number may work on one state, on any machine that reaches it. A lease is renewed while a
// repository is worked on; a worker that lost it keeps nothing of that work. It uses threads for
// the scan and one that renews. Call work() from the main thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "scanner/base/result.h"
#include "scanner/org/state/database.h"
#include "scanner/org/state/queue.h"
#include "scanner/org/state/secret_key.h"
#include "scanner/org/work/clones.h"
#include "scanner/scan/options.h"

namespace rekey {

struct WorkOptions {
  ScanOptions scan;
  std::string scan_key;  // a digest of all that can change what is found but the repository
  QueueLimits limits;
  CloneOptions clones;
  bool keep_clones = true;
  // Another connection to the same state.
  std::function<Result<std::unique_ptr<StateDatabase>>()> connect;
  // Told when a repository is finished: its name, and how it ended; may be empty.
  std::function<void(const Job&, const Finished&)> tell;
};

// When the round is over; an error is one of the state's: the repositories' own are in it.
Status work(StateDatabase& database, const SecretKey& key, const WorkOptions& options);

}  // namespace rekey
