// RawIds: object ids as indexes and files of verdicts have them, one behind the other: a view.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/git/object/object_id.h"

namespace rekey {

class RawIds {
 public:
  RawIds() = default;
  // `bytes` lives longer and holds whole ids of `id_size` bytes.
  RawIds(std::string_view bytes, size_t id_size)
      : bytes_(bytes), id_size_(id_size), size_(bytes.size() / id_size) {}

  [[nodiscard]] size_t size() const { return size_; }
  ObjectId operator[](size_t number) const {
    return ObjectId::from_raw(bytes_.substr(number * id_size_), id_size_);
  }
  // Both of ids of one size.
  [[nodiscard]] bool equal(size_t number, const RawIds& other, size_t its) const {
    const char* a = bytes_.data() + number * id_size_;
    const char* b = other.bytes_.data() + its * id_size_;
    if (id_size_ == ObjectId::kSha1) return std::memcmp(a, b, ObjectId::kSha1) == 0;
    return std::memcmp(a, b, id_size_) == 0;
  }
  // As the ids are ordered: below 0, 0, above 0.
  [[nodiscard]] int compare(size_t number, const RawIds& other, size_t its) const {
    return std::memcmp(bytes_.data() + number * id_size_, other.bytes_.data() + its * id_size_,
                       id_size_);
  }
  // The first eight bytes, which order most ids.
  [[nodiscard]] uint64_t head(size_t number) const {
    uint64_t value = 0;
    std::memcpy(&value, bytes_.data() + number * id_size_, sizeof value);
    return std::endian::native == std::endian::little ? __builtin_bswap64(value) : value;
  }
  [[nodiscard]] size_t id_size() const { return id_size_; }
  // Those of [begin, end).
  [[nodiscard]] std::string_view bytes(size_t begin, size_t end) const {
    return bytes_.substr(begin * id_size_, (end - begin) * id_size_);
  }
  // Whether they ascend, each once.
  [[nodiscard]] bool ascend() const;
  [[nodiscard]] std::vector<ObjectId> all() const;
  // The number of the first that is not below `id`.
  [[nodiscard]] size_t lower_bound(const ObjectId& id) const;
  // That of `id`, of ids that ascend; nothing: it is none of them.
  [[nodiscard]] std::optional<size_t> find(const ObjectId& id) const;

 private:
  std::string_view bytes_;
  size_t id_size_ = ObjectId::kSha1;
  size_t size_ = 0;
};

// Many ids, each once: those of a view of something that lives longer, and some others with their
// bytes.
class HeldIds {
 public:
  // Both ascend; no id is in both.
  HeldIds(RawIds view, const std::vector<ObjectId>& others, size_t id_size);

  // Each ascends.
  [[nodiscard]] const std::vector<RawIds>& parts() const { return parts_; }
  // In order.
  [[nodiscard]] std::vector<ObjectId> all() const;

 private:
  std::unique_ptr<const std::string> bytes_;  // of the others
  std::vector<RawIds> parts_;
};

}  // namespace rekey
