// Digest: SHA-256 and SHA-1 (FIPS 180-4) of bytes, and HMAC (RFC 2104) with SHA-256. Mbed TLS does
// the work and is named in digest.cc only.
//
// Pure functions; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace rekey {

std::array<uint8_t, 32> sha256(std::string_view bytes);

// The same as 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

// For the sums that git writes at the end of its files, against damage alone.
std::array<uint8_t, 20> sha1(std::string_view bytes);

// HMAC-SHA-256 as 64 lower-case hex digits: who has no key can neither make it nor guess by it.
std::string hmac_sha256_hex(std::string_view key, std::string_view bytes);

}  // namespace rekey
