// Opaque: whether a value looks drawn at random, for kinds that only a name tells.
//
// A judgement from the value alone; pure, any thread.
#pragma once

#include <string_view>

#include "scanner/match/verdict.h"

namespace rekey {

// Rejects words and names: letters of one case without a digit, or letters that read like words.
Verdict check_opaque(std::string_view secret);

}  // namespace rekey
