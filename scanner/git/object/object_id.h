// ObjectId: the name of a git object: a SHA-1, 20 bytes, or a SHA-256, 32 bytes. A plain value.
//
// A SHA-1 fills the rest with zeros, and that is how they are told apart: a SHA-256 that ends in 96
// zero bits is not to be found. All ids of one repository are of one kind.
#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace rekey {

struct ObjectId {
  static constexpr size_t kSha1 = 20, kSha256 = 32;  // bytes
  std::array<uint8_t, kSha256> bytes{};

  [[nodiscard]] size_t size() const;      // kSha1 or kSha256; zeros alone are a SHA-1
  [[nodiscard]] std::string hex() const;  // 40 or 64 lower-case digits
  // Its size() bytes, as trees and indexes have them; they live as long as the id.
  [[nodiscard]] std::string_view raw() const {
    return {reinterpret_cast<const char*>(bytes.data()), size()};
  }
  // 40 or 64 hex digits, any case.
  static std::optional<ObjectId> from_hex(std::string_view hex);
  // The first `size` bytes (kSha1 or kSha256) of `raw`, which has them.
  static ObjectId from_raw(std::string_view raw, size_t size) {
    ObjectId id;
    if (size == kSha1) {
      std::memcpy(id.bytes.data(), raw.data(), kSha1);
    } else {
      std::memcpy(id.bytes.data(), raw.data(), kSha256);
    }
    return id;
  }

  bool operator==(const ObjectId& other) const {
    uint64_t differ = 0;
    for (size_t i = 0; i < kSha256; i += sizeof differ) differ |= word(i) ^ other.word(i);
    return differ == 0;
  }
  // By bytes; ids nearly always differ in the first eight.
  std::strong_ordering operator<=>(const ObjectId& other) const {
    const uint64_t a = first(), b = other.first();
    if (a != b) return a <=> b;
    return std::memcmp(bytes.data(), other.bytes.data(), kSha256) <=> 0;
  }

 private:
  [[nodiscard]] uint64_t word(size_t at) const {
    uint64_t value = 0;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
  }
  [[nodiscard]] uint64_t first() const {
    return std::endian::native == std::endian::little ? __builtin_bswap64(word(0)) : word(0);
  }
};

// An id where it stands: in an index, say. Nothing is read before id() is asked for: the place is
// in no cache where there are many.
struct IdView {
  std::string_view raw;  // as ObjectId::raw(); they live longer

  explicit IdView(std::string_view raw_id) : raw(raw_id) {}
  IdView(const ObjectId& id) : raw(id.raw()) {}
  IdView(ObjectId&&) = delete;  // gone before it is read

  [[nodiscard]] ObjectId id() const { return ObjectId::from_raw(raw, raw.size()); }
  operator ObjectId() const { return id(); }
};

// Odd, drawn at random for this process.
extern const std::array<uint64_t, 4> kIdHashKeys;

// Ids are hashes, but those of a crafted index are whatever it says: a table whose places could be
// foreseen would be filled so that each search takes as long as it is large. Multiply-shift hashing
// (Dietzfelbinger and others, "A reliable randomized algorithm for the closest-pair problem",
// 1997): the low half is as good as the high one.
struct ObjectIdHash {
  size_t operator()(const ObjectId& id) const {
    std::array<uint64_t, 4> words{};
    std::memcpy(words.data(), id.bytes.data(), ObjectId::kSha256);
    uint64_t sum = 0;
    for (size_t i = 0; i < words.size(); ++i) sum += words[i] * kIdHashKeys[i];
    return sum >> 32U | sum << 32U;
  }
};

}  // namespace rekey
