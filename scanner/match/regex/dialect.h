// Dialect: an expression of RE2 in the words of Hyperscan, where the two mean different things.
//
// \s and \S: PCRE's, which Hyperscan follows, count the vertical tab as space; RE2's do not. Pure.
#pragma once

#include <string>
#include <string_view>

namespace rekey {

std::string hyperscan_dialect(std::string_view re2);

}  // namespace rekey
