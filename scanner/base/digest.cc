#include "scanner/base/digest.h"

#include <mbedtls/sha1.h>
#include <mbedtls/sha256.h>

namespace rekey {

std::array<uint8_t, 32> sha256(std::string_view bytes) {
  std::array<uint8_t, 32> digest{};
  // Fails only without memory for a hardware engine, which Debian's build does not use.
  (void)mbedtls_sha256_ret(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                           digest.data(), 0);
  return digest;
}

std::array<uint8_t, 20> sha1(std::string_view bytes) {
  std::array<uint8_t, 20> digest{};
  (void)mbedtls_sha1_ret(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                         digest.data());
  return digest;
}

std::string sha256_hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const uint8_t byte : sha256(bytes)) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

}  // namespace rekey
