// MaskedMessage: what a message repeats of the command line may be a secret that was pasted there.
#pragma once

#include <string>

namespace rekey {

// `text` with what is a secret to the built-in rules masked.
std::string masked_message(const std::string& text);

}  // namespace rekey
