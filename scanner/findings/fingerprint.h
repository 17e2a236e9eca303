// Fingerprint: names a leak: one rule family and one secret value; no path, line or commit in it.
//
// HMAC-SHA-256 of "rekey leak 2", NUL, the family, with the secret's stretch (stretch.h) for a key:
// 64 lower-case hex digits. Stable over releases: baselines and ignore files keep it. A weak secret
// costs whoever guesses by it 2.3 ms a guess, and us as much once. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/findings/finding.h"
#include "scanner/findings/secret.h"

namespace rekey {

std::string fingerprint(std::string_view family, const Secret& secret);

// Tells whether two secrets of one report are the same, whatever their families: 32 hex digits,
// made as fingerprints are.
std::string secret_digest(const Secret& secret);

// A line that a secret stands on, by its line hash (lines.h), 16 hex digits. The line hash itself
// is made of the secret without a key and must not be shown; and two secrets on a line have one.
std::string line_digest(const Secret& secret, std::string_view line_hash);

// What a scan knows a leak by while it runs, and what fingerprints were in the first baselines:
// SHA-256 of "rekey leak 1", NUL, the family, NUL, the secret. Fast, so a weak secret is guessed by
// it at once: nothing that is written holds one.
std::string leak_key(std::string_view family, const Secret& secret);

// So many weak secrets of one report are stretched: some 0.6 s of a processor.
constexpr size_t kMostStretched = 250;

// Sets the fingerprint of each of `findings`, whose rules are indexes in `rules`, and keeps the
// stretch of their secrets and of those of their parts. Each value is stretched once, on so many
// threads. Of more weak ones than `most` the later are named by where they stand first, which tells
// nothing of them either, but is another name when that changes.
void set_fingerprints(std::vector<Finding>& findings, const std::vector<Rule>& rules,
                      unsigned threads, size_t most = kMostStretched);

// Whether `text` has the form of one.
bool is_fingerprint(std::string_view text);

}  // namespace rekey
