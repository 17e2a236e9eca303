#include "scanner/git/pack_index.h"

#include "scanner/git/big_endian.h"

namespace rekey {
namespace {

constexpr std::string_view kMagic = "\377tOc";
constexpr size_t kFanSize = size_t{256} * 4;
constexpr size_t kTrailer = size_t{2} * 20;  // checksums of the pack and of the index
constexpr size_t kVersion1Entry = 24;

}  // namespace

uint32_t PackIndex::fan_out(size_t first_byte) const {
  return big_endian_32(fan_.substr(first_byte * 4));
}

Result<PackIndex> PackIndex::parse(std::string_view bytes, const std::string& name) {
  const auto malformed = [&](const std::string& why) {
    return Error{ErrorCode::kMalformed, name + ": pack index: " + why};
  };
  PackIndex index;
  index.is_version_1_ = !bytes.starts_with(kMagic);
  if (!index.is_version_1_) {
    if (bytes.size() < 8) return malformed("too short");
    if (big_endian_32(bytes.substr(4)) != 2) {
      return Error{ErrorCode::kUnsupported, name + ": pack index: unknown version"};
    }
    bytes.remove_prefix(8);
  }
  if (bytes.size() < kFanSize + kTrailer) return malformed("too short");
  index.fan_ = bytes.substr(0, kFanSize);
  index.pack_hash_ = bytes.substr(bytes.size() - kTrailer, kTrailer / 2);
  for (size_t i = 1; i < 256; ++i) {
    if (index.fan_out(i) < index.fan_out(i - 1)) return malformed("fan-out descends");
  }
  index.count_ = index.fan_out(255);
  const std::string_view tables = bytes.substr(kFanSize, bytes.size() - kFanSize - kTrailer);
  const uint64_t count = index.count_;
  if (index.is_version_1_) {
    if (tables.size() < count * kVersion1Entry) return malformed("shorter than its count says");
    index.ids_ = tables;
    return index;
  }
  if (tables.size() < count * (ObjectId::kSize + 4 + 4)) {
    return malformed("shorter than its count says");
  }
  index.ids_ = tables.substr(0, count * ObjectId::kSize);
  index.crcs_ = tables.substr(count * ObjectId::kSize, count * 4);
  index.offsets_ = tables.substr(count * (ObjectId::kSize + 4), count * 4);
  index.large_ = tables.substr(count * (ObjectId::kSize + 4 + 4));
  return index;
}

ObjectId PackIndex::id(uint32_t position) const {
  const size_t at = is_version_1_ ? position * kVersion1Entry + 4 : position * ObjectId::kSize;
  return ObjectId::from_raw(ids_.substr(at));
}

uint64_t PackIndex::offset(uint32_t position) const {
  if (is_version_1_) return big_endian_32(ids_.substr(position * kVersion1Entry));
  constexpr uint32_t kIsLarge = uint32_t{1} << 31;
  const uint32_t offset = big_endian_32(offsets_.substr(size_t{position} * 4));
  if ((offset & kIsLarge) == 0) return offset;
  const size_t at = size_t{offset & ~kIsLarge} * 8;
  return at + 8 <= large_.size() ? big_endian_64(large_.substr(at)) : UINT64_MAX;
}

std::optional<uint32_t> PackIndex::crc(uint32_t position) const {
  if (is_version_1_) return std::nullopt;
  return big_endian_32(crcs_.substr(size_t{position} * 4));
}

std::optional<uint32_t> PackIndex::find(const ObjectId& wanted) const {
  const uint8_t first = wanted.bytes[0];
  uint32_t low = first == 0 ? 0 : fan_out(first - 1U);
  uint32_t high = fan_out(first);
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    const ObjectId at = id(middle);
    if (at == wanted) return middle;
    if (at < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return std::nullopt;
}

}  // namespace rekey
