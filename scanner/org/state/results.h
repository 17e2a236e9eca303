// Results: what a scan found, into the state: names of secrets and masks, never a value.
//
// One transaction of the caller's; the order in which repositories are stored does not matter.
#pragma once

#include "scanner/findings/finding.h"
#include "scanner/org/inventory/owners.h"
#include "scanner/org/state/database.h"
#include "scanner/org/state/queue.h"
#include "scanner/org/state/secret_key.h"

namespace rekey {

// What was known of the job's repository is replaced; of an incomplete report only what it has.
Status store_report(StateDatabase& database, const Job& job, const Report& report,
                    const SecretKey& key, const Owners& owners);

// Whether the repository's last scan found something that a mark or a file allows.
Result<bool> has_allowed(StateDatabase& database, const Job& job);

}  // namespace rekey
