// RulePage: everything about a rule for a person to read: what it looks for, how a candidate is
// judged, and the reset. Pure; any thread.
#pragma once

#include <string>

#include "scanner/rules/rule.h"

namespace rekey {

std::string rule_page(const Rule& rule, const Reset& reset);

}  // namespace rekey
