#include "scanner/rules/token_sum.h"

#include <algorithm>

#include "scanner/base/crc32.h"
#include "scanner/base/digest.h"

namespace rekey {
namespace {

constexpr std::string_view kBase62 =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kBase36 = "0123456789abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

std::string in_base(uint32_t value, std::string_view digits, size_t width) {
  std::string out;
  for (; value != 0; value /= digits.size()) out += digits[value % digits.size()];
  while (out.size() < width) out += digits.front();
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace

std::string crc62(std::string_view body) {
  return in_base(crc32(body), kBase62, 6);
}

std::string crc_hex(std::string_view body) {
  return in_base(crc32(body), kHex, 8);
}

std::string github_sum(std::string_view before) {
  const auto digest = sha256(before);
  uint64_t bits = 0;
  for (size_t i = 0; i < 5; ++i) bits = bits << 8 | digest[i];
  std::string out;
  for (int shift = 35; shift >= 0; shift -= 5) out += kBase32[bits >> shift & 31];
  return out;
}

std::string gitlab_crc(std::string_view before) {
  return in_base(crc32(before), kBase36, 7);
}

std::string gitlab_length(size_t payload_size) {
  return in_base(static_cast<uint32_t>(payload_size), kBase36, 2);
}

std::string grafana_sum(std::string_view before) {
  const uint32_t sum = crc32(before);
  const uint32_t swapped = sum >> 24 | (sum >> 8 & 0xff00) | (sum << 8 & 0xff0000) | sum << 24;
  return in_base(swapped, kHex, 8);
}

}  // namespace rekey
