// Stretch: 32 bytes that stand for a secret where something is written that names it: who sees what
// was made of them learns the secret only by guessing it, and a guess is not cheap.
//
//   "Harbor1987!x"                 easy to guess: Argon2id, 2.3 ms a guess
//   a random token of 36 letters   nobody guesses it: SHA-256
//
// The same secret gives the same bytes on every machine and in every release, without a key that
// people would have to share: baselines are committed. That leaves the very weakest secrets, which
// stand in every list of passwords, open to who has a list and some minutes.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace rekey {

using Stretch = std::array<uint8_t, 32>;

// Whether the value alone shows that nobody guesses it. Its characters are credited with bits, far
// fewer than random ones carry, so that what people think up has too few: a change between
// letters and digits 3, between capitals and small letters 2; another digit 1.5; any other
// character 1; and nothing for what repeats or counts on ("11", "12", "a1b2c3"). Fifty-five bits
// are asked for. Frozen: it decides fingerprints.
bool is_unguessable(std::string_view secret);

// Throws std::bad_alloc where a weak secret's 4 MiB of memory cannot be had. Pure; any thread.
Stretch stretch_of(std::string_view secret);

}  // namespace rekey
