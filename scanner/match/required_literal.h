// RequiredLiteral: literals of which every match of a rule has one, by RE2's own analysis of the
// expression. Pure; slow.
#pragma once

#include <string>
#include <vector>

#include "scanner/rules/rule.h"

namespace rekey {

// Whether there are some, of three bytes or more. Without one Hyperscan looks at every byte of
// every text.
bool has_required_literal(const Rule& rule);

// Every match of `regex` (RE2 syntax, over bytes) has one of these, in some case of ASCII letters;
// they are in lower case, of three bytes or more, and such as texts have seldom. Empty when
// there are none.
std::vector<std::string> required_literals(const std::string& regex);

// A byte that every match of `regex` has, of some the one that texts have least often; no letter.
// NUL when there is none.
char required_byte(const std::string& regex);

}  // namespace rekey
