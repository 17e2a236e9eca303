#include "scanner/match/validators/checksum.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "scanner/base/base64.h"
#include "scanner/base/crc32.h"
#include "scanner/rules/template/token_sum.h"

namespace rekey {
namespace {

Verdict must_fit(bool fits) {
  return fits ? Verdict::kCertain : Verdict::kReject;
}

uint32_t little_endian(std::string_view four) {
  uint32_t value = 0;
  for (size_t i = 4; i-- > 0;) value = value << 8 | static_cast<uint8_t>(four[i]);
  return value;
}

// Marvin32: 64 bits of state, eight rounds a block; .NET's System.Marvin.
uint32_t rotated(uint32_t value, int bits) {
  return value << bits | value >> (32 - bits);
}

struct Marvin {
  uint32_t low, high;

  void block() {
    high ^= low;
    low = rotated(low, 20) + high;
    high = rotated(high, 9) ^ low;
    low = rotated(low, 27) + high;
    high = rotated(high, 19);
  }
};

uint32_t marvin32(std::string_view bytes, uint64_t seed) {
  Marvin state{static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)};
  for (; bytes.size() >= 4; bytes.remove_prefix(4)) {
    state.low += little_endian(bytes);
    state.block();
  }
  uint32_t last = 0x80;
  for (size_t i = bytes.size(); i-- > 0;) last = last << 8 | static_cast<uint8_t>(bytes[i]);
  state.low += last;
  state.block();
  state.block();
  return state.low ^ state.high;
}

std::optional<std::string> base32_decode(std::string_view text) {
  std::string out;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    const bool letter = upper >= 'A' && upper <= 'Z';
    if (!letter && (upper < '2' || upper > '7')) return std::nullopt;
    bits = bits << 5 | static_cast<uint32_t>(letter ? upper - 'A' : upper - '2' + 26);
    count += 5;
    if (count >= 8) out += static_cast<char>(bits >> (count -= 8) & 0xFF);
  }
  return out;
}

}  // namespace

Verdict check_crc32_base62(std::string_view secret) {
  const std::string_view body = secret.substr(secret.rfind('_') + 1);  // npos + 1 is 0
  if (body.size() < 7) return Verdict::kReject;
  return must_fit(crc62(body.substr(0, body.size() - 6)) == body.substr(body.size() - 6));
}

// Where the provider has not said that all of its tokens have the sum: a fit cannot be chance.
Verdict check_crc32_hint(std::string_view secret) {
  return check_crc32_base62(secret) == Verdict::kCertain ? Verdict::kCertain : Verdict::kPlausible;
}

Verdict check_age_bech32(std::string_view secret) {
  if (secret.size() < 7) return Verdict::kReject;
  return must_fit(age_sum(secret.substr(0, secret.size() - 6)) == secret.substr(secret.size() - 6));
}

// 58 base32 characters: prefix, type, 32 bytes of seed, their CRC-16, low byte first.
Verdict check_nats_nkey(std::string_view secret) {
  const std::optional<std::string> bytes = base32_decode(secret);
  if (!bytes || bytes->size() != 36) return Verdict::kReject;
  const uint16_t sum = crc16(std::string_view(*bytes).substr(0, 34));
  return must_fit(static_cast<uint8_t>((*bytes)[34]) == (sum & 0xff) &&
                  static_cast<uint8_t>((*bytes)[35]) == sum >> 8);
}

// github_pat_<22>_<43><8: sum of all before><8>; undocumented, so a misfit proves nothing.
Verdict check_github_pat_sum(std::string_view secret) {
  constexpr size_t kSummed = 11 + 22 + 1 + 43;
  if (secret.size() < kSummed + 8) return Verdict::kPlausible;
  return github_sum(secret.substr(0, kSummed)) == secret.substr(kSummed, 8) ? Verdict::kCertain
                                                                            : Verdict::kPlausible;
}

Verdict check_gitlab_routable(std::string_view secret) {
  if (secret.size() < 8) return Verdict::kReject;
  return must_fit(gitlab_crc(secret.substr(0, secret.size() - 7)) ==
                  secret.substr(secret.size() - 7));
}

Verdict check_grafana_crc(std::string_view secret) {
  const size_t bar = secret.rfind('_');
  if (bar == std::string_view::npos) return Verdict::kReject;
  return must_fit(grafana_sum(secret.substr(0, bar)) == secret.substr(bar + 1));
}

Verdict check_zuplo_crc(std::string_view secret) {
  const size_t bar = secret.rfind('_');
  if (bar == std::string_view::npos || bar < 32) return Verdict::kReject;
  return must_fit(crc_hex(secret.substr(bar - 32, 32)) == secret.substr(bar + 1));
}

// The last four bytes of the key are the sum of the others. Providers use seeds of their own, of
// which one is known, so a misfit proves nothing.
Verdict check_azure_marvin(std::string_view secret) {
  constexpr uint64_t kDefaultSeed = 0x44656661756c7430;
  const std::optional<std::string> key = base64_decode(secret);
  if (!key || key->size() < 8) return Verdict::kWeak;
  const std::string_view bytes = *key;
  const std::string_view sum = bytes.substr(bytes.size() - 4);
  return marvin32(bytes.substr(0, bytes.size() - 4), kDefaultSeed) == little_endian(sum)
             ? Verdict::kCertain
             : Verdict::kPlausible;
}

// 52 base32 characters: 28 bytes of payload with their CRC-32 scattered among them.
Verdict check_azure_devops_pat(std::string_view secret) {
  constexpr std::array<uint32_t, 2> kMasks = {0xE0B9692D,
                                              0x1019F92E};  // a user's, an application's
  const std::optional<std::string> decoded = base32_decode(secret);
  if (!decoded || decoded->size() != 32) return Verdict::kReject;
  const std::string& b = *decoded;
  const std::string payload = b.substr(0, 2) + b.substr(3, 4) + b.substr(9, 13) + b.substr(23, 9);
  const std::string sum = {b[22], b[8], b[7], b[2]};
  for (const uint32_t mask : kMasks) {
    if ((crc32(payload) ^ mask) == little_endian(sum)) return Verdict::kCertain;
  }
  return Verdict::kWeak;
}

}  // namespace rekey
