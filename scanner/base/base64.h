// Base64: RFC 4648, both alphabets. Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rekey {

std::string base64_encode(std::string_view bytes);     // '+' and '/', padded
std::string base64url_encode(std::string_view bytes);  // '-' and '_', not padded

// Takes both alphabets, padded or not. Nothing for any other byte, also white space, and for a
// length that no encoding has. Bits beyond the last byte may be set.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace rekey
