// Crc32: the CRC-32 of ISO-HDLC (zip, PNG, and the checksums of many tokens). A pure function.
#pragma once

#include <cstdint>
#include <string_view>

namespace rekey {

uint32_t crc32(std::string_view bytes);

}  // namespace rekey
