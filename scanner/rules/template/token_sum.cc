#include "scanner/rules/template/token_sum.h"

#include <algorithm>
#include <array>

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

// BIP 173's checksum of numbers below 32.
struct Bech32 {
  uint32_t value = 1;

  void add(uint32_t number) {
    constexpr std::array<uint32_t, 5> kGenerator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                                    0x2a1462b3};
    const uint32_t top = value >> 25;
    value = (value & 0x1ffffff) << 5 ^ number;
    for (size_t i = 0; i < kGenerator.size(); ++i) {
      if ((top >> i & 1) != 0) value ^= kGenerator[i];
    }
  }
};

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

std::string age_sum(std::string_view before) {
  constexpr std::string_view kLetters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  std::string text(before);
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  const size_t one = text.rfind('1');
  if (one == std::string::npos) return {};
  Bech32 sum;
  for (const char c : text.substr(0, one)) sum.add(static_cast<uint8_t>(c) >> 5);
  sum.add(0);
  for (const char c : text.substr(0, one)) sum.add(static_cast<uint8_t>(c) & 31);
  for (const char c : text.substr(one + 1)) {
    const size_t place = kLetters.find(c);
    if (place == std::string_view::npos) return {};
    sum.add(static_cast<uint32_t>(place));
  }
  for (int i = 0; i < 6; ++i) sum.add(0);
  std::string out;
  for (int shift = 25; shift >= 0; shift -= 5) out += kLetters[(sum.value ^ 1) >> shift & 31];
  if (before == text) return out;
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

uint16_t crc16(std::string_view bytes) {
  uint32_t sum = 0;
  for (const char c : bytes) {
    sum ^= static_cast<uint32_t>(static_cast<uint8_t>(c)) << 8;
    for (int bit = 0; bit < 8; ++bit)
      sum = (sum << 1 ^ ((sum & 0x8000) != 0 ? 0x1021 : 0)) & 0xffff;
  }
  return static_cast<uint16_t>(sum);
}

std::string nats_sum(std::string_view before) {
  std::string bytes;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : before) {
    bits = bits << 5 | static_cast<uint32_t>(kBase32.find(c) & 31);
    count += 5;
    if (count >= 8) bytes += static_cast<char>(bits >> (count -= 8) & 0xff);
  }
  bytes += static_cast<char>(bits << (8 - count) & 0xff);  // 270 bits and two of the sum's letter
  const uint16_t sum = crc16(bytes);
  const uint32_t tail = static_cast<uint32_t>((sum & 0xff) << 8 | sum >> 8) << 2;
  std::string out;
  for (int shift = 15; shift >= 0; shift -= 5) out += kBase32[tail >> shift & 31];
  return out;
}

std::string grafana_sum(std::string_view before) {
  const uint32_t sum = crc32(before);
  const uint32_t swapped = sum >> 24 | (sum >> 8 & 0xff00) | (sum << 8 & 0xff0000) | sum << 24;
  return in_base(swapped, kHex, 8);
}

}  // namespace rekey
