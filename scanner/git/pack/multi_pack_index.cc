#include "scanner/git/pack/multi_pack_index.h"

#include <algorithm>

#include "scanner/base/digest.h"
#include "scanner/git/object/big_endian.h"

namespace rekey {
namespace {

constexpr std::string_view kMagic = "MIDX";
constexpr size_t kHeader = 12, kChunkRow = 12, kPlace = 8;
constexpr uint8_t kVersion = 1, kIdsAreSha1 = 1, kIdsAreSha256 = 2;

Error malformed(const std::string& name, const char* why) {
  return {ErrorCode::kMalformed, name + ": multi-pack index: " + why};
}

}  // namespace

struct MultiPackIndex::Chunks {
  std::string_view names, fan, ids, places, large;

  // Of the chunks that are read here; others are optional.
  std::string_view* named(std::string_view id) {
    if (id == "PNAM") return &names;
    if (id == "OIDF") return &fan;
    if (id == "OIDL") return &ids;
    if (id == "OOFF") return &places;
    if (id == "LOFF") return &large;
    return nullptr;
  }

  // `bytes` without the trailer; false when the table of chunks is wrong.
  bool read(std::string_view bytes, size_t count) {
    const size_t table_end = kHeader + (count + 1) * kChunkRow;
    if (bytes.size() < table_end) return false;
    uint64_t before = table_end;
    for (size_t i = 0; i < count; ++i) {
      const std::string_view row = bytes.substr(kHeader + i * kChunkRow);
      const uint64_t begin = big_endian_64(row.substr(4));
      const uint64_t end = big_endian_64(row.substr(kChunkRow + 4));
      if (begin < before || end < begin || end > bytes.size()) return false;
      before = end;
      std::string_view* chunk = named(row.substr(0, 4));
      if (chunk == nullptr) continue;
      if (chunk->data() != nullptr) return false;  // twice
      *chunk = bytes.substr(begin, end - begin);
    }
    return big_endian_32(bytes.substr(kHeader + count * kChunkRow)) == 0;
  }
};

Result<MultiPackIndex> MultiPackIndex::parse(std::string_view bytes, const std::string& name,
                                             size_t id_size) {
  if (bytes.size() < kHeader + id_size) return malformed(name, "too short");
  if (!bytes.starts_with(kMagic)) return malformed(name, "not one");
  const auto byte = [&](size_t at) { return static_cast<uint8_t>(bytes[at]); };
  const uint8_t hash = id_size == ObjectId::kSha1 ? kIdsAreSha1 : kIdsAreSha256;
  if (byte(4) != kVersion || byte(5) != hash || byte(7) != 0) {
    return Error{ErrorCode::kUnsupported, name + ": multi-pack index: unknown version"};
  }
  MultiPackIndex index;
  index.bytes_ = bytes;
  index.id_size_ = id_size;
  Chunks chunks;
  if (!chunks.read(bytes.substr(0, bytes.size() - id_size), byte(6))) {
    return malformed(name, "its table of chunks is damaged");
  }
  if (chunks.fan.size() != IdTable::kFanSize) return malformed(name, "no fan-out");
  if (!index.ids_.start(chunks.fan)) return malformed(name, "fan-out descends");
  const uint64_t count = index.ids_.count();
  if (!index.ids_.rows(chunks.ids, id_size, 0) || chunks.places.size() / kPlace < count) {
    return malformed(name, "shorter than its count says");
  }
  index.places_ = chunks.places;
  index.large_ = chunks.large;
  const Status status = index.parse_names(chunks.names, big_endian_32(bytes.substr(8)), name);
  if (!status) return status.error();
  return index;
}

// Each ends in NUL; what is behind the last is padding.
Status MultiPackIndex::parse_names(std::string_view bytes, uint32_t count,
                                   const std::string& name) {
  constexpr std::string_view kEnding = ".idx";
  if (count > bytes.size()) return malformed(name, "names fewer packs than it counts");
  packs_.reserve(count);
  for (uint32_t i = 0; i < count; ++i) {
    const size_t end = bytes.find('\0');
    if (end == std::string_view::npos) return malformed(name, "names fewer packs than it counts");
    const std::string_view pack = bytes.substr(0, end);
    if (!pack.ends_with(kEnding) || pack.find('/') != std::string_view::npos) {
      return malformed(name, "names what is no pack");
    }
    packs_.emplace_back(pack.substr(0, pack.size() - kEnding.size()));
    bytes.remove_prefix(end + 1);
  }
  return {};
}

bool MultiPackIndex::is_sound() const {
  for (uint32_t i = 0; i < count(); ++i) {
    if (pack(i) >= packs_.size()) return false;
  }
  const std::string_view body = bytes_.substr(0, bytes_.size() - id_size_);
  const std::string_view end = bytes_.substr(body.size());
  const auto is_end = [&](const auto& sum) {
    return std::equal(sum.begin(), sum.end(), end.begin(), end.end(),
                      [](uint8_t a, char b) { return a == static_cast<uint8_t>(b); });
  };
  return id_size_ == ObjectId::kSha1 ? is_end(sha1(body)) : is_end(sha256(body));
}

uint32_t MultiPackIndex::pack(uint32_t position) const {
  return big_endian_32(places_.substr(position * kPlace));
}

uint64_t MultiPackIndex::offset(uint32_t position) const {
  constexpr uint32_t kIsLarge = uint32_t{1} << 31;
  const uint32_t offset = big_endian_32(places_.substr(position * kPlace + 4));
  if ((offset & kIsLarge) == 0 || large_.data() == nullptr) return offset;
  const size_t at = size_t{offset & ~kIsLarge} * 8;
  return at + 8 <= large_.size() ? big_endian_64(large_.substr(at)) : UINT64_MAX;
}

std::vector<std::vector<PackedObject>> MultiPackIndex::objects_by_pack() const {
  std::vector<std::vector<PackedObject>> out(packs_.size());
  for (uint32_t i = 0; i < count(); ++i) {
    if (pack(i) < out.size()) out[pack(i)].push_back({id(i), offset(i)});
  }
  const auto by_id = [](const PackedObject& a, const PackedObject& b) { return a.id < b.id; };
  for (auto& objects : out) {
    if (std::is_sorted(objects.begin(), objects.end(), by_id)) continue;
    std::sort(objects.begin(), objects.end(), by_id);
  }
  return out;
}

}  // namespace rekey
