// Pairs across files: an account's key id in one file and its secret in the file beside it.
//
// A guess, unlike pairs within a text (pairs.h): so the half stays a finding of its own too.
#pragma once

#include <vector>

#include "scanner/findings/finding.h"
#include "scanner/scan/text/pairs.h"

namespace rekey {

// Where one folder, in one commit, has one secret of a rule that asks for another half, none in its
// own file, and one such half: adds it as a part with its path. `findings` have rules as indexes of
// the set that `pairs` was made of. Pure.
void pair_across_files(std::vector<Finding>& findings, const Pairs& pairs);

}  // namespace rekey
