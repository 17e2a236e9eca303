#include "scanner/git/object/object_id.h"

#include <random>

namespace rekey {
namespace {

std::array<uint64_t, 4> drawn_keys() {
  std::random_device random;
  std::array<uint64_t, 4> keys{};
  for (uint64_t& key : keys) key = uint64_t{random()} << 32U | random() | 1U;
  return keys;
}

constexpr uint8_t kNoDigit = 16;

constexpr uint8_t digit(unsigned c) {
  if (c >= '0' && c <= '9') return static_cast<uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<uint8_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<uint8_t>(c - 'A' + 10);
  return kNoDigit;
}

constexpr std::array<uint8_t, 256> digits_by_byte() {
  std::array<uint8_t, 256> digits{};
  for (unsigned c = 0; c < digits.size(); ++c) digits[c] = digit(c);
  return digits;
}

constexpr std::array<uint8_t, 256> kDigitsByByte = digits_by_byte();

}  // namespace

const std::array<uint64_t, 4> kIdHashKeys = drawn_keys();

size_t ObjectId::size() const {
  uint64_t head = 0;
  uint32_t tail = 0;
  std::memcpy(&head, bytes.data() + kSha1, sizeof head);
  std::memcpy(&tail, bytes.data() + kSha1 + sizeof head, sizeof tail);
  return (head | tail) == 0 ? kSha1 : kSha256;
}

std::string ObjectId::hex() const {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  const size_t size = this->size();
  out.reserve(2 * size);
  for (size_t i = 0; i < size; ++i) {
    out += kDigits[bytes[i] >> 4];
    out += kDigits[bytes[i] & 15];
  }
  return out;
}

std::optional<ObjectId> ObjectId::from_hex(std::string_view hex) {
  if (hex.size() != 2 * kSha1 && hex.size() != 2 * kSha256) return std::nullopt;
  ObjectId id;
  unsigned all = 0;  // has kNoDigit when one of them was
  for (size_t i = 0; i < hex.size() / 2; ++i) {
    const unsigned high = kDigitsByByte[static_cast<uint8_t>(hex[2 * i])];
    const unsigned low = kDigitsByByte[static_cast<uint8_t>(hex[2 * i + 1])];
    all |= high | low;
    id.bytes[i] = static_cast<uint8_t>(high << 4 | low);
  }
  if ((all & kNoDigit) != 0) return std::nullopt;
  return id;
}

}  // namespace rekey
