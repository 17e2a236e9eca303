// PackEntry: the header of one object in a pack: its kind, its size, the base of a delta.
//
// Format: git's Documentation/gitformat-pack, "pack-*.pack files". Pure; any thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/git/object/object.h"
#include "scanner/git/object/object_id.h"

namespace rekey {

struct PackEntry {
  enum class Kind : uint8_t { kWhole, kOffsetDelta, kIdDelta };
  Kind kind = Kind::kWhole;
  ObjectType type = ObjectType::kOther;  // kWhole
  uint64_t size = 0;                     // of the inflated data: the object's, or the delta's
  uint64_t base_offset = 0;              // kOffsetDelta: in the pack
  ObjectId base_id;                      // kIdDelta
  size_t header = 0;                     // bytes before the zlib stream
};

// `bytes` start at the entry and may go on behind it; `offset` is where that is in the pack;
// `id_size` is the repository's.
Result<PackEntry> parse_pack_entry(std::string_view bytes, uint64_t offset, size_t id_size);

}  // namespace rekey
