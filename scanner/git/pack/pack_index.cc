#include "scanner/git/pack/pack_index.h"

#include <charconv>

#include "scanner/git/object/big_endian.h"

namespace rekey {
namespace {

constexpr std::string_view kMagic = "\377tOc";
constexpr uint32_t kIsLarge = uint32_t{1} << 31;

}  // namespace

Result<PackIndex> PackIndex::parse(std::string_view bytes, const std::string& name,
                                   size_t id_size) {
  const auto malformed = [&](const std::string& why) {
    return Error{ErrorCode::kMalformed, name + ": pack index: " + why};
  };
  const size_t trailer = 2 * id_size;  // checksums of the pack and of the index
  PackIndex index;
  index.id_size_ = id_size;
  const bool is_version_1 = !bytes.starts_with(kMagic);
  if (!is_version_1) {
    if (bytes.size() < 8) return malformed("too short");
    if (big_endian_32(bytes.substr(4)) != 2) {
      return Error{ErrorCode::kUnsupported, name + ": pack index: unknown version"};
    }
    bytes.remove_prefix(8);
  }
  if (bytes.size() < IdTable::kFanSize + trailer) return malformed("too short");
  if (!index.ids_.start(bytes.substr(0, IdTable::kFanSize))) return malformed("fan-out descends");
  index.pack_hash_ = bytes.substr(bytes.size() - trailer, id_size);
  const std::string_view tables =
      bytes.substr(IdTable::kFanSize, bytes.size() - IdTable::kFanSize - trailer);
  const uint64_t count = index.ids_.count();
  if (is_version_1) {
    if (!index.ids_.rows(tables, id_size, 4)) return malformed("shorter than its count says");
    index.rows_ = tables;
    return index;
  }
  if (tables.size() < count * (id_size + 4 + 4)) {
    return malformed("shorter than its count says");
  }
  index.ids_.rows(tables, id_size, 0);
  index.crcs_ = tables.substr(count * id_size, count * 4);
  index.offsets_ = tables.substr(count * (id_size + 4), count * 4);
  index.large_ = tables.substr(count * (id_size + 4 + 4));
  return index;
}

// As a file of version 2 without sums, all of whose offsets have 64 bits.
PackIndex PackIndex::of(const std::vector<PackedObject>& objects, size_t id_size) {
  std::string bytes;
  bytes.reserve(IdTable::kFanSize + objects.size() * (id_size + 4 + 8));
  size_t number = 0;
  for (unsigned first = 0; first < 256; ++first) {
    while (number < objects.size() && objects[number].id.bytes[0] <= first) ++number;
    put_big_endian_32(bytes, static_cast<uint32_t>(number));
  }
  for (const PackedObject& object : objects) {
    bytes.append(reinterpret_cast<const char*>(object.id.bytes.data()), id_size);
  }
  for (uint32_t i = 0; i < objects.size(); ++i) put_big_endian_32(bytes, kIsLarge | i);
  for (const PackedObject& object : objects) put_big_endian_64(bytes, object.offset);
  PackIndex index;
  index.id_size_ = id_size;
  index.made_ = std::make_shared<const std::string>(std::move(bytes));
  const std::string_view all = *index.made_;
  const std::string_view tables = all.substr(IdTable::kFanSize);
  index.ids_.start(all.substr(0, IdTable::kFanSize));
  index.ids_.rows(tables, id_size, 0);
  index.offsets_ = tables.substr(objects.size() * id_size, objects.size() * 4);
  index.large_ = tables.substr(objects.size() * (id_size + 4));
  return index;
}

uint64_t PackIndex::offset(uint32_t position) const {
  if (!rows_.empty()) return big_endian_32(rows_.substr(position * (id_size_ + 4)));
  const uint32_t offset = big_endian_32(offsets_.substr(size_t{position} * 4));
  if ((offset & kIsLarge) == 0) return offset;
  const size_t at = size_t{offset & ~kIsLarge} * 8;
  return at + 8 <= large_.size() ? big_endian_64(large_.substr(at)) : UINT64_MAX;
}

// All are looked at: nothing says that they ascend.
void PackIndex::starting_with(std::string_view digits, std::vector<ObjectId>& out) const {
  uint8_t first = 0;
  const bool has_first = digits.size() >= 2;
  if (has_first) std::from_chars(digits.data(), digits.data() + 2, first, 16);
  for (uint32_t i = 0; i < count(); ++i) {
    const IdView id = ids_.id(i);
    if (has_first && static_cast<uint8_t>(id.raw.front()) != first) continue;
    if (id.id().hex().starts_with(digits)) out.push_back(id);
  }
}

std::optional<uint32_t> PackIndex::crc(uint32_t position) const {
  if (crcs_.empty()) return std::nullopt;
  return big_endian_32(crcs_.substr(size_t{position} * 4));
}

}  // namespace rekey
