// OpenValue: values that anybody may see whatever their names say: encrypted ones, public keys,
// keys of published test vectors, pictures, regular expressions. Pure functions; any thread.
#pragma once

#include <string_view>

namespace rekey {

// ENC(...), {cipher}..., a sealed secret, a JWE.
bool is_encrypted(std::string_view value);

// A public key as DER (RFC 5280 SubjectPublicKeyInfo), in hexadecimal digits or base64.
bool is_public_key(std::string_view value);

// A key of FIPS 197, SP 800-38A or RFC 8439, in hexadecimal digits.
bool is_published_key(std::string_view value);

// A regular expression, or a URI that holds its data (RFC 2397).
bool is_expression_or_data(std::string_view value);

inline bool is_open_value(std::string_view value) {
  return is_encrypted(value) || is_public_key(value) || is_published_key(value) ||
         is_expression_or_data(value);
}

}  // namespace rekey
