// MultiPackIndex: one table of the objects of many packs (objects/pack/multi-pack-index, version
// 1): of each object one of the packs that have it, and where it is there.
//
// Format: git's Documentation/gitformat-pack, "multi-pack-index (MIDX) files have the following
// format". The chunks' sizes, the fan-out and the names are checked when it is opened; where an
// object is is whatever the file says: whoever asks checks it. Immutable; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object/object_id.h"
#include "scanner/git/pack/id_table.h"
#include "scanner/git/pack/pack_index.h"

namespace rekey {

class MultiPackIndex {
 public:
  // `bytes` outlive the index; `name` is for errors; `id_size` is the repository's. kMalformed;
  // kUnsupported for another version or hash, and for one that leans on others.
  static Result<MultiPackIndex> parse(std::string_view bytes, const std::string& name,
                                      size_t id_size);

  // Whether the sum at its end is that of its bytes, and every object's pack has a name. Reads all
  // of it.
  [[nodiscard]] bool is_sound() const;

  // Whether find() finds all ids. Looks at all of them.
  [[nodiscard]] bool is_in_order() const { return ids_.is_in_order(); }

  // Names of the packs without their ending, "pack-1234"; any bytes but '/' and NUL.
  [[nodiscard]] const std::vector<std::string>& packs() const { return packs_; }

  [[nodiscard]] uint32_t count() const { return ids_.count(); }
  // `position` < count(); ids ascend.
  [[nodiscard]] ObjectId id(uint32_t position) const { return ids_.id(position); }
  [[nodiscard]] uint32_t pack(uint32_t position) const;  // may be no number of a pack
  [[nodiscard]] uint64_t offset(uint32_t position) const;
  [[nodiscard]] std::optional<uint32_t> find(const ObjectId& id) const { return ids_.find(id); }

  // By number of the pack: the objects that it gives to that, by id.
  [[nodiscard]] std::vector<std::vector<PackedObject>> objects_by_pack() const;

 private:
  struct Chunks;
  Status parse_names(std::string_view bytes, uint32_t count, const std::string& name);

  std::string_view bytes_;
  size_t id_size_ = ObjectId::kSha1;
  IdTable ids_;
  std::string_view places_, large_;  // pack and offset, 4 bytes each; 64-bit offsets
  std::vector<std::string> packs_;
};

}  // namespace rekey
