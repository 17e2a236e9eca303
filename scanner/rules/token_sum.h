// TokenSum: the checksums that providers append to their tokens. Templates draw them, validators
// check them. Sources: checksum.h. Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>

namespace rekey {

std::string crc62(std::string_view body);    // base62 CRC-32, 6 characters
std::string crc_hex(std::string_view body);  // hexadecimal CRC-32, 8 characters
std::string github_sum(
    std::string_view before);  // base32 of the first 40 bits of SHA-256, 8 characters
std::string gitlab_crc(std::string_view before);  // base36 CRC-32, 7 characters
std::string gitlab_length(size_t payload_size);   // base36, 2 characters
std::string grafana_sum(
    std::string_view before);  // CRC-32's bytes in little-endian order, 8 characters

}  // namespace rekey
