// SqliteDatabase: the state in one file; for workers on one machine.
//
// Write-ahead log, so that readers wait for nobody; writers wait for each other up to a minute. A
// process that is killed leaves whole transactions or nothing. The file is for its owner alone.
#pragma once

#include <memory>
#include <string>

#include "scanner/org/state/database.h"

namespace rekey {

// Makes the file when `create` is set; its folder exists. kNotFound when there is none.
Result<std::unique_ptr<StateDatabase>> open_sqlite(const std::string& file, bool create);

}  // namespace rekey
