#include "scanner/git/index_tree.h"

#include "scanner/git/big_endian.h"

namespace rekey {
namespace {

constexpr size_t kHeader = 12;
constexpr size_t kFixed = 62;  // of an entry, before its name
constexpr size_t kFlagsAt = kFixed - 2;
constexpr uint32_t kExtended = 0x4000, kNameLength = 0x0fff;
constexpr uint32_t kAlignment = 8;

// Takes one entry off; false when it is cut short.
bool skip_entry(std::string_view& rest, uint32_t version) {
  if (rest.size() < kFixed) return false;
  const auto flags = static_cast<uint32_t>(static_cast<uint8_t>(rest[kFlagsAt]) << 8U |
                                           static_cast<uint8_t>(rest[kFlagsAt + 1]));
  size_t size = kFixed + ((flags & kExtended) != 0 && version >= 3 ? 2 : 0);
  if (size > rest.size()) return false;
  if (version == 4) {  // how much of the name before goes away, 7 bits a byte; then the rest
    do {
      if (size >= rest.size()) return false;
    } while ((static_cast<uint8_t>(rest[size++]) & 0x80U) != 0);
    const size_t end = rest.find('\0', size);
    if (end == std::string_view::npos) return false;
    rest.remove_prefix(end + 1);
    return true;
  }
  size_t name = flags & kNameLength;
  if (name == kNameLength) {
    const size_t end = rest.find('\0', size);
    if (end == std::string_view::npos) return false;
    name = end - size;
  }
  size = (size + name + kAlignment) / kAlignment * kAlignment;  // at least one NUL
  if (size > rest.size()) return false;
  rest.remove_prefix(size);
  return true;
}

// The first record is the root's: no path, NUL, the number of entries ("-1": not known), a space,
// the number of folders, a newline, the tree's id.
std::optional<ObjectId> root_of(std::string_view records) {
  if (!records.starts_with('\0')) return std::nullopt;
  records.remove_prefix(1);
  const size_t line = records.find('\n');
  if (records.empty() || records.front() < '0' || records.front() > '9') return std::nullopt;
  if (line == std::string_view::npos || records.size() - line - 1 < ObjectId::kSha1) {
    return std::nullopt;
  }
  return ObjectId::from_raw(records.substr(line + 1), ObjectId::kSha1);
}

}  // namespace

std::optional<ObjectId> index_tree(std::string_view index) {
  if (index.size() < kHeader + ObjectId::kSha1 || !index.starts_with("DIRC")) return std::nullopt;
  const uint32_t version = big_endian_32(index.substr(4));
  const uint32_t count = big_endian_32(index.substr(8));
  if (version < 2 || version > 4) return std::nullopt;
  std::string_view rest = index.substr(kHeader, index.size() - kHeader - ObjectId::kSha1);
  for (uint32_t i = 0; i < count; ++i) {
    if (!skip_entry(rest, version)) return std::nullopt;
  }
  constexpr size_t kExtensionHeader = 8;
  while (rest.size() >= kExtensionHeader) {
    const size_t size = big_endian_32(rest.substr(4));
    if (size > rest.size() - kExtensionHeader) return std::nullopt;
    if (rest.starts_with("TREE")) return root_of(rest.substr(kExtensionHeader, size));
    rest.remove_prefix(kExtensionHeader + size);
  }
  return std::nullopt;
}

}  // namespace rekey
