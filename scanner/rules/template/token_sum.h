// TokenSum: the checksums that providers append to their tokens. Templates draw them, validators
// check them. Sources: checksum.h. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rekey {

std::string crc62(std::string_view body);    // base62 CRC-32, 6 characters
std::string crc_hex(std::string_view body);  // hexadecimal CRC-32, 8 characters
std::string github_sum(
    std::string_view before);  // base32 of the first 40 bits of SHA-256, 8 characters
std::string gitlab_crc(std::string_view before);  // base36 CRC-32, 7 characters
std::string gitlab_length(size_t payload_size);   // base36, 2 characters
// Bech32 (BIP 173) of an age key so far, prefix included; 6 characters in its case. Empty where a
// byte is none of Bech32's.
std::string age_sum(std::string_view before);
// CRC-16 (XMODEM) of the 54 base32 characters of a NATS seed and two zero bits; 4 characters.
std::string nats_sum(std::string_view before);
uint16_t crc16(std::string_view bytes);  // XMODEM: CCITT from zero
std::string grafana_sum(
    std::string_view before);  // CRC-32's bytes in little-endian order, 8 characters

}  // namespace rekey
