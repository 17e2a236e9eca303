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

  auto operator<=>(const ObjectId&) const = default;  // NOLINT(modernize-use-nullptr)
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
