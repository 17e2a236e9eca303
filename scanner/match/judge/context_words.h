// Whether a text has a word that a rule's context asks for. A pure function.
#pragma once

#include <string_view>

#include "scanner/rules/rule.h"

namespace rekey {

// Letters of either case. Whole words count as parts of a name only: "ibm" is in IBM_KEY and
// ibmApiKey, not in "bibmap"; their blanks stand for one joining byte (`_`, `-`, `.`, ` `) or none.
bool any_context_word(std::string_view text, const Context& context);

}  // namespace rekey
