// Fingerprint: names a leak: one rule family and one secret value; no path, line or commit in it.
//
// SHA-256 of "rekey leak 1", NUL, the family, NUL, the secret: 64 lower-case hex digits. Stable
// over releases: baselines and ignore files keep it. It lets who guesses a secret confirm the
// guess, so weak secrets (passwords) are as guessable from it as from any unsalted hash. Pure; any
// thread.
#pragma once

#include <string>
#include <string_view>

#include "scanner/findings/secret.h"

namespace rekey {

std::string fingerprint(std::string_view family, const Secret& secret);

// Whether `text` has the form of one.
bool is_fingerprint(std::string_view text);

}  // namespace rekey
