// Serialized: a Hyperscan database as bytes and back. Bytes fit one Hyperscan release; compiled for
// no CPU features they fit every processor of the architecture. Any thread.
#pragma once

#include <hs/hs.h>

#include <string>
#include <string_view>

#include "scanner/base/result.h"

namespace rekey {

// Takes `database` over and frees it.
Result<std::string> serialized(hs_database_t* database);

// The caller frees it. Null for empty bytes; kMalformed when they are of another release.
Result<hs_database_t*> deserialized(std::string_view bytes);

}  // namespace rekey
