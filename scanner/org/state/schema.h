// Schema: the tables of an organisation's scan, and how an older state becomes today's.
//
//   meta          name, value: the schema's version, the proof of the key, the round
//   repositories  what is scanned and how far it is; also the queue (queue.h)
//   scans         each attempt at a repository: who, when, how it ended, what it cost
//   secrets       each leaked secret once: a keyed hash and a mask, and what people say of it
//   findings      what a repository's scan says of a secret: rule, severity, confidence
//   occurrences   each place of a finding: path, position, commit, who
//   actions       what people did: each change of a secret's state
//   faults        what an inventory could not list
//
// No table has a secret's value, its line, or an unkeyed hash of it. Times are seconds since 1970.
// README.md of this folder describes every column.
#pragma once

#include "scanner/org/state/database.h"

namespace rekey {

// Makes the tables, or brings them to this version; several may at once. kUnsupported when the
// state is of a later rekey.
Status migrate(StateDatabase& database);

}  // namespace rekey
