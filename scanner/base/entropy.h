// Entropy: Shannon entropy of a text's bytes, in bits a byte: 0 to 8; 0 for an empty text. Pure.
#pragma once

#include <string_view>

namespace rekey {

double entropy(std::string_view text);

}  // namespace rekey
