// Digest: SHA-256 and SHA-1 (FIPS 180-4) of bytes, and HMAC (RFC 2104) with SHA-256. Mbed TLS does
// the work and is named in digest.cc only, but for SHA-1 where the processor has instructions for
// it (sha1_blocks.h).
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

// For git, which names objects by it and writes it at the end of its files.
std::array<uint8_t, 20> sha1(std::string_view bytes);

// Of both, one behind the other, without a copy of them.
std::array<uint8_t, 20> sha1_of_both(std::string_view first, std::string_view second);
std::array<uint8_t, 32> sha256_of_both(std::string_view first, std::string_view second);

// HMAC-SHA-256 as 64 lower-case hex digits: who has no key can neither make it nor guess by it.
std::string hmac_sha256_hex(std::string_view key, std::string_view bytes);

}  // namespace rekey
