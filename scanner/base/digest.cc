#include "scanner/base/digest.h"

#include <mbedtls/md.h>
#include <mbedtls/sha1.h>
#include <mbedtls/sha256.h>

#include "scanner/base/sha1_blocks.h"

namespace rekey {
namespace {

std::string hex(const std::array<uint8_t, 32>& digest) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const uint8_t byte : digest) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

const unsigned char* data_of(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

std::array<uint8_t, 32> sha256(std::string_view bytes) {
  std::array<uint8_t, 32> digest{};
  // Fails only without memory for a hardware engine, which Debian's build does not use.
  (void)mbedtls_sha256_ret(data_of(bytes), bytes.size(), digest.data(), 0);
  return digest;
}

std::array<uint8_t, 20> sha1(std::string_view bytes) {
  if (has_sha1_blocks()) return sha1_by_blocks(bytes);
  std::array<uint8_t, 20> digest{};
  (void)mbedtls_sha1_ret(data_of(bytes), bytes.size(), digest.data());
  return digest;
}

std::array<uint8_t, 20> sha1_of_both(std::string_view first, std::string_view second) {
  std::array<uint8_t, 20> digest{};
  mbedtls_sha1_context context;
  mbedtls_sha1_init(&context);
  (void)mbedtls_sha1_starts_ret(&context);
  (void)mbedtls_sha1_update_ret(&context, data_of(first), first.size());
  (void)mbedtls_sha1_update_ret(&context, data_of(second), second.size());
  (void)mbedtls_sha1_finish_ret(&context, digest.data());
  mbedtls_sha1_free(&context);
  return digest;
}

std::array<uint8_t, 32> sha256_of_both(std::string_view first, std::string_view second) {
  std::array<uint8_t, 32> digest{};
  mbedtls_sha256_context context;
  mbedtls_sha256_init(&context);
  (void)mbedtls_sha256_starts_ret(&context, 0);
  (void)mbedtls_sha256_update_ret(&context, data_of(first), first.size());
  (void)mbedtls_sha256_update_ret(&context, data_of(second), second.size());
  (void)mbedtls_sha256_finish_ret(&context, digest.data());
  mbedtls_sha256_free(&context);
  return digest;
}

std::string sha256_hex(std::string_view bytes) {
  return hex(sha256(bytes));
}

std::string hmac_sha256_hex(std::string_view key, std::string_view bytes) {
  std::array<uint8_t, 32> digest{};
  // Fails only for an unknown kind of digest.
  (void)mbedtls_md_hmac(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), data_of(key), key.size(),
                        data_of(bytes), bytes.size(), digest.data());
  return hex(digest);
}

}  // namespace rekey
