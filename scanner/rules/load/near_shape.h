// Near shape: what a token that has been cut, lengthened, glued to a name or mistyped still has in
// common with its format.
//
// A value of a generic name that has the first half of a format, and ends as it likes, is either a
// token, which the format's own rule finds, or one that opens nothing: generic rules leave it be
// (match/judge/near_tokens.h). Pure; any thread.
#pragma once

#include <optional>

#include "scanner/rules/rule.h"
#include "scanner/rules/template/template.h"

namespace rekey {

// Nothing for a format that is short or has no literal in its first half: any value may be near it.
std::optional<Rule::Near> near_shape(const Template& format);

}  // namespace rekey
