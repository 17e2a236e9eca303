// ObjectId: the name of a git object: 20 bytes, SHA-1. A plain value.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace rekey {

struct ObjectId {
  static constexpr size_t kSize = 20;
  std::array<uint8_t, kSize> bytes{};

  [[nodiscard]] std::string hex() const;  // 40 lower-case digits
  // 40 hex digits, any case.
  static std::optional<ObjectId> from_hex(std::string_view hex);
  // The first 20 bytes of `raw`, which has them.
  static ObjectId from_raw(std::string_view raw);

  bool operator==(const ObjectId& other) const {
    return std::memcmp(bytes.data(), other.bytes.data(), kSize) == 0;
  }
  // By bytes; ids nearly always differ in the first eight.
  std::strong_ordering operator<=>(const ObjectId& other) const {
    const uint64_t a = first(), b = other.first();
    if (a != b) return a <=> b;
    return std::memcmp(bytes.data(), other.bytes.data(), kSize) <=> 0;
  }

 private:
  [[nodiscard]] uint64_t first() const {
    uint64_t value = 0;
    for (size_t i = 0; i < 8; ++i) value = value << 8 | bytes[i];
    return value;
  }
};

// Ids are hashes already: any eight bytes do.
struct ObjectIdHash {
  size_t operator()(const ObjectId& id) const {
    size_t value = 0;
    std::memcpy(&value, id.bytes.data(), sizeof value);
    return value;
  }
};

}  // namespace rekey
