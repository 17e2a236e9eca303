// PostgresDatabase: the state on a server, for workers on many machines.
//
// libpq is loaded when a state is opened by a URL; linked, it would cost every other command its
// start. A connection that was lost is made again with the next statement; what was in a
// transaction then is undone, and who began it does it again. Credentials come as libpq takes
// them: PGPASSWORD, PGPASSFILE, a service file. Errors name the host and the database alone.
#pragma once

#include <memory>
#include <string>

#include "scanner/org/state/database.h"

namespace rekey {

// `url`: "postgresql://user@host:port/database". kUsage for one with a password in it, which every
// list of processes would show. kUnsupported when libpq is not installed.
Result<std::unique_ptr<StateDatabase>> open_postgres(const std::string& url);

}  // namespace rekey
