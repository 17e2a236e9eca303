// Order: the steps of a reset in the order that an exposure asks for.
//
// Where everybody could read the secret, it is revoked first: an outage is the lesser evil. Where
// only colleagues could, it is replaced, the new one deployed, then the old one revoked. The steps
// are sentences; a step is known by its first verb, and one that says both or neither keeps its
// place. Pure; any thread.
#pragma once

#include <cstdint>

#include "scanner/reset/plan.h"

namespace rekey {

enum class Exposure : uint8_t { kUnknown, kPublic, kPrivate };

// Orders the steps of every item; kUnknown leaves them as the rules have them.
void order_steps(Plan& plan, Exposure exposure);

}  // namespace rekey
