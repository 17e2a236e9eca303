// RepositoryScan: one job: whether anything changed, the clone, the scan, who owns what.
//
// Whatever goes wrong is part of the outcome, with a reason made safe to show. One thread; the scan
// starts threads of its own.
#pragma once

#include <optional>
#include <string>

#include "scanner/findings/finding.h"
#include "scanner/org/inventory/owners.h"
#include "scanner/org/state/queue.h"
#include "scanner/org/work/clones.h"
#include "scanner/scan/options.h"

namespace rekey {

struct ScannedRepository {
  Finished finished;
  std::optional<Report> report;  // when it was scanned
  Owners owners;
};

struct RepositoryScan {
  const ScanOptions& options;
  const std::string& key;  // WorkOptions::scan_key
  const Clones& clones;
  bool is_last_attempt = false;  // then an older clone is better than none

  // `may_end`: the last scan found what is allowed, perhaps until a day that is over now.
  [[nodiscard]] ScannedRepository run(const Job& job, bool may_end) const;
};

}  // namespace rekey
