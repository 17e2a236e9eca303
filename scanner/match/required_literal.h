// RequiredLiteral: whether every match of a rule holds one of a few literals, by RE2's own analysis
// of the expression. Pure; slow.
#pragma once

#include "scanner/rules/rule.h"

namespace rekey {

// A literal of three bytes or more. Without one Hyperscan looks at every byte of every text.
bool has_required_literal(const Rule& rule);

}  // namespace rekey
