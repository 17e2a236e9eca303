// PlainName: names that a generic rule takes for a credential's, of values that are meant to be
// seen: public keys, places in a list, keys of a cache, words that have "key" or "pass" in them.
// Pure functions; any thread.
#pragma once

#include "scanner/match/model/line_context.h"

namespace rekey {

// Whether name and value together say that it is no secret. Without a name nothing does.
bool is_plainly_named(const LineContext& line_context);

}  // namespace rekey
