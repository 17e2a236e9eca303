// PackIndex: which objects a pack has and where: its .idx, of version 1 or 2 with 64-bit offsets,
// or what a multi-pack index says of it.
//
// Format: git's Documentation/gitformat-pack. The tables' sizes and the fan-out are checked when it
// is opened, offsets are whatever the file says: the pack checks them. Immutable; any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object/object_id.h"
#include "scanner/git/pack/id_table.h"

namespace rekey {

struct PackedObject {
  ObjectId id;
  uint64_t offset = 0;
};

class PackIndex {
 public:
  // `bytes` outlive the index; `name` is for errors; `id_size` is the repository's. kMalformed,
  // kUnsupported.
  static Result<PackIndex> parse(std::string_view bytes, const std::string& name, size_t id_size);
  // Of objects told elsewhere, whose ids ascend. It may lack objects that the pack has.
  static PackIndex of(const std::vector<PackedObject>& objects, size_t id_size);

  [[nodiscard]] uint32_t count() const { return ids_.count(); }
  // `position` < count(); ids ascend.
  [[nodiscard]] IdView id(uint32_t position) const { return ids_.id(position); }
  [[nodiscard]] uint64_t offset(uint32_t position) const;
  [[nodiscard]] std::optional<uint32_t> find(const ObjectId& id) const { return ids_.find(id); }
  // Whether find() finds all ids. Looks at all of them.
  [[nodiscard]] bool is_in_order() const { return ids_.is_in_order(); }
  // Appends those whose hex digits start with `digits`, lower-case ones.
  void starting_with(std::string_view digits, std::vector<ObjectId>& out) const;
  // All, if they stand one behind the other (version 2); else none.
  [[nodiscard]] RawIds ids() const { return ids_.raw(); }
  // Version 1 has none.
  [[nodiscard]] bool has_crcs() const { return !crcs_.empty(); }
  // The CRC-32 of the object's bytes in the pack.
  [[nodiscard]] std::optional<uint32_t> crc(uint32_t position) const;
  // The hash at the end of the pack that the index was made for; "" when it is not an index of the
  // pack's own.
  [[nodiscard]] std::string_view pack_hash() const { return pack_hash_; }
  [[nodiscard]] bool is_own() const { return !pack_hash_.empty(); }

 private:
  IdTable ids_;
  std::string_view rows_;                    // version 1: offset and id
  std::string_view crcs_, offsets_, large_;  // else
  std::string_view pack_hash_;
  size_t id_size_ = ObjectId::kSha1;
  std::shared_ptr<const std::string> made_;  // what the views are of, when there is no file
};

}  // namespace rekey
