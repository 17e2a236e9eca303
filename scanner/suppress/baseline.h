// Baseline: the leaks that are known already, as .rekey-baseline.json holds them.
//
// One line a leak, sorted by fingerprint, without lines, dates or commits: it stays the same when
// code moves, is rebased or squashed, and two branches that add leaks merge (with `merge=union` in
// .gitattributes even at one place, because lines in any order and twice are read too). Holds no
// secret: fingerprints and masks. Pure functions; any thread.
//
// A first kind of baselines had keys (fingerprint.h) for fingerprints. They are read; what is
// written is of the second kind, which may hold keys of leaks that were not seen since.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/findings/finding.h"

namespace rekey {

constexpr std::string_view kBaselineName = ".rekey-baseline.json";

// All but the fingerprint is for people.
struct KnownLeak {
  std::string rule, secret, path;  // the rule's id, the mask, a path it stood at
  std::string reason;              // why it is kept; written by hand
  bool is_old = false;             // of a baseline of the first kind
};

using Baseline = std::map<std::string, KnownLeak, std::less<>>;  // by fingerprint

// kUsage, starting with `name`.
Result<Baseline> parse_baseline(std::string_view json, const std::string& name);
std::string write_baseline(const Baseline& baseline);

// The leaks of a report that are not allowed.
Baseline baseline_of(const Report& report);
// The same of what `--format json` writes.
Result<Baseline> baseline_of_json(std::string_view json, const std::string& name);

// Of every leak of a report, by its key: its fingerprint.
using RenewedNames = std::map<std::string, std::string, std::less<>>;
RenewedNames renewed_names(const Report& report);

}  // namespace rekey
