// RequiredLiteral: literals of which every match of a rule has one, by RE2's own analysis of the
// expression. Pure; slow.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scanner/rules/rule.h"

namespace re2 {
class FilteredRE2;
}

namespace rekey {

// Whether there are some, of three bytes or more. Without one Hyperscan looks at every byte of
// every text.
bool has_required_literal(const Rule& rule);

struct Required {
  // Every match has one of these, in some case of ASCII letters; in lower case, of three bytes or
  // more, and such as texts have seldom. Empty when there are none.
  std::vector<std::string> literals;
  // And this byte, no letter, of some the one that texts have least often. NUL when there is none.
  char byte = '\0';
};

// Of an expression in RE2's syntax, over bytes.
Required required(const std::string& regex);

// RE2's analysis: what tells from literals of `shortest` bytes or more, in lower case, whether the
// expression may match. Null when it may match without any, or RE2 does not take it.
std::unique_ptr<re2::FilteredRE2> literal_filter(const std::string& regex, int shortest,
                                                 bool never_newline,
                                                 std::vector<std::string>& literals);

}  // namespace rekey
