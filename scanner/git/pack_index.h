// PackIndex: a pack's .idx: which objects it has and where. Versions 1 and 2, 64-bit offsets.
//
// Format: git's Documentation/gitformat-pack. The tables' sizes and the fan-out are checked when it
// is opened, offsets are whatever the file says: the pack checks them. Immutable; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/git/object_id.h"

namespace rekey {

class PackIndex {
 public:
  // `bytes` outlive the index; `name` is for errors. kMalformed, kUnsupported.
  static Result<PackIndex> parse(std::string_view bytes, const std::string& name);

  [[nodiscard]] uint32_t count() const { return count_; }
  // `position` < count(); ids ascend.
  [[nodiscard]] ObjectId id(uint32_t position) const;
  [[nodiscard]] uint64_t offset(uint32_t position) const;
  [[nodiscard]] std::optional<uint32_t> find(const ObjectId& id) const;
  // The CRC-32 of the object's bytes in the pack; version 1 has none.
  [[nodiscard]] std::optional<uint32_t> crc(uint32_t position) const;
  // The hash at the end of the pack that the index was made for, 20 bytes.
  [[nodiscard]] std::string_view pack_hash() const { return pack_hash_; }

 private:
  [[nodiscard]] uint32_t fan_out(size_t first_byte) const;

  std::string_view fan_;  // 256 big-endian numbers
  std::string_view ids_;  // version 2: 20 bytes each; version 1: offset and id, 24 bytes
  std::string_view crcs_, offsets_, large_;  // version 2
  std::string_view pack_hash_;
  uint32_t count_ = 0;
  bool is_version_1_ = false;
};

}  // namespace rekey
