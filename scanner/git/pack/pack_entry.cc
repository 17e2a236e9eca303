#include "scanner/git/pack/pack_entry.h"

namespace rekey {
namespace {

Error malformed(const char* why) {
  return {ErrorCode::kMalformed, std::string("entry: ") + why};
}

constexpr unsigned kOffsetDeltaCode = 6, kIdDeltaCode = 7;

ObjectType type_of(unsigned code) {
  switch (code) {
    case 1:
      return ObjectType::kCommit;
    case 2:
      return ObjectType::kTree;
    case 3:
      return ObjectType::kBlob;
    case 4:
      return ObjectType::kTag;
    default:
      return ObjectType::kOther;
  }
}

// How far before the entry its base is: seven bits a byte, the highest first, each further byte
// standing for one more than its bits say. 0 when it is not well formed.
uint64_t read_distance(std::string_view bytes, size_t& at) {
  constexpr uint64_t kMost = uint64_t{1} << 56;
  uint64_t distance = 0;
  for (bool first = true; at < bytes.size(); first = false) {
    const auto byte = static_cast<uint8_t>(bytes[at++]);
    if (distance > kMost) return 0;
    distance = (first ? 0 : (distance + 1) << 7) | (byte & 0x7F);
    if ((byte & 0x80) == 0) return distance;
  }
  return 0;
}

}  // namespace

Result<PackEntry> parse_pack_entry(std::string_view bytes, uint64_t offset, size_t id_size) {
  if (bytes.empty()) return malformed("ends early");
  auto byte = static_cast<uint8_t>(bytes[0]);
  const unsigned code = byte >> 4 & 7;
  size_t at = 1;
  PackEntry entry;
  entry.size = byte & 15;
  for (unsigned shift = 4; (byte & 0x80) != 0; shift += 7) {
    if (at >= bytes.size()) return malformed("ends early");
    if (shift > 57) return malformed("has an absurd size");
    byte = static_cast<uint8_t>(bytes[at++]);
    entry.size |= static_cast<uint64_t>(byte & 0x7F) << shift;
  }
  if (code == kOffsetDeltaCode) {
    entry.kind = PackEntry::Kind::kOffsetDelta;
    const uint64_t distance = read_distance(bytes, at);
    if (distance == 0 || distance > offset) return malformed("has its base outside the pack");
    entry.base_offset = offset - distance;
  } else if (code == kIdDeltaCode) {
    entry.kind = PackEntry::Kind::kIdDelta;
    if (bytes.size() - at < id_size) return malformed("ends early");
    entry.base_id = ObjectId::from_raw(bytes.substr(at), id_size);
    at += id_size;
  } else {
    entry.type = type_of(code);
    if (entry.type == ObjectType::kOther) return malformed("has an unknown type");
  }
  entry.header = at;
  return entry;
}

}  // namespace rekey
