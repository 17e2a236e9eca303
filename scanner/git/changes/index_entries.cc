#include "scanner/git/changes/index_entries.h"

#include <algorithm>
#include <optional>

#include "scanner/git/object/big_endian.h"

namespace rekey {
namespace {

constexpr size_t kModeAt = 24, kIdAt = 40;
constexpr size_t kFlags = 2;
constexpr size_t kAlignment = 8;
constexpr uint32_t kExtended = 0x4000, kStageShift = 12, kNameLength = 0x0fff;
constexpr uint32_t kSkipWorktree = 0x4000, kIntentToAdd = 0x2000;  // of the extended flags
constexpr size_t kLongestPath = size_t{1} << 16;                   // no system opens longer ones
constexpr size_t kMostPaths = size_t{1} << 30;                     // bytes, of version 4's
constexpr size_t kPathBlock = size_t{1} << 16;

uint32_t big_endian_16(std::string_view text) {
  return static_cast<uint32_t>(static_cast<uint8_t>(text[0]) << 8U | static_cast<uint8_t>(text[1]));
}

class EntryReader {
 public:
  EntryReader(std::string_view bytes, size_t begin, uint32_t version, size_t id_size)
      : bytes_(bytes), at_(begin), version_(version), id_size_(id_size) {}

  // An error's text; null: read.
  const char* take(IndexEntry& entry) {
    const size_t fixed = kIdAt + id_size_ + kFlags;
    if (bytes_.size() - at_ < fixed) return "cut short";
    const std::string_view rest = bytes_.substr(at_);
    entry.mode = big_endian_32(rest.substr(kModeAt));
    entry.id = rest.substr(kIdAt, id_size_);
    const uint32_t flags = big_endian_16(rest.substr(fixed - kFlags));
    entry.stage = static_cast<uint8_t>(flags >> kStageShift & 3U);
    size_t name_at = fixed;
    if ((flags & kExtended) != 0) {
      name_at += kFlags;
      if (rest.size() < name_at) return "cut short";
      const uint32_t extended = big_endian_16(rest.substr(fixed));
      if ((extended & ~(kSkipWorktree | kIntentToAdd)) != 0) return "flags that are not known";
      entry.intent_to_add = (extended & kIntentToAdd) != 0;
    }
    const char* fault =
        version_ == 4 ? take_compressed(rest, name_at, entry) : take_plain(rest, name_at, entry);
    if (fault != nullptr) return fault;
    const size_t told = flags & kNameLength;
    if (told != std::min(entry.path.size(), size_t{kNameLength})) return "a path of another length";
    return nullptr;
  }

  [[nodiscard]] size_t at() const { return at_; }
  std::deque<std::string>& paths() { return paths_; }
  std::vector<uint32_t>& whole() { return whole_; }

 private:
  const char* take_plain(std::string_view rest, size_t name_at, IndexEntry& entry) {
    const size_t name = rest.find('\0', name_at);
    if (name == std::string_view::npos) return "a path without an end";
    entry.path = rest.substr(name_at, name - name_at);
    if (entry.path.size() > kLongestPath) return "a path that is too long";
    const size_t size = (name + kAlignment) / kAlignment * kAlignment;  // at least one NUL
    if (size > rest.size()) return "cut short";
    at_ += size;
    return nullptr;
  }

  const char* take_compressed(std::string_view rest, size_t name_at, IndexEntry& entry) {
    const std::optional<size_t> gone = take_number(rest, name_at);
    if (!gone || *gone > previous_.size()) return "more taken off a path than it has";
    if (*gone == previous_.size()) whole_.push_back(static_cast<uint32_t>(at_));
    const size_t end = rest.find('\0', name_at);
    if (end == std::string_view::npos) return "a path without an end";
    const std::string_view added = rest.substr(name_at, end - name_at);
    const std::string_view kept = previous_.substr(0, previous_.size() - *gone);
    if (kept.size() + added.size() > kLongestPath) return "a path that is too long";
    if (!make_path(kept, added)) return "paths that are too long in all";
    entry.path = previous_;
    at_ += end + 1;
    return nullptr;
  }

  // Seven bits a byte, each step worth one more than its bits: git's decode_varint().
  static std::optional<size_t> take_number(std::string_view rest, size_t& at) {
    size_t value = 0;
    for (bool first = true;; first = false) {
      if (at == rest.size() || value > kLongestPath) return std::nullopt;
      const auto byte = static_cast<uint8_t>(rest[at++]);
      value = (first ? 0 : (value + 1) << 7U) + (byte & 0x7FU);
      if ((byte & 0x80U) == 0) return value;
    }
  }

  bool make_path(std::string_view kept, std::string_view added) {
    const size_t size = kept.size() + added.size();
    if (size > kMostPaths - made_) return false;
    made_ += size;
    if (paths_.empty() || paths_.back().capacity() - paths_.back().size() < size) {
      paths_.emplace_back().reserve(std::max(kPathBlock, size));
    }
    std::string& block = paths_.back();
    const size_t begin = block.size();
    block.append(kept).append(added);
    previous_ = std::string_view(block).substr(begin);
    return true;
  }

  std::string_view bytes_;
  size_t at_;
  uint32_t version_;
  size_t id_size_;
  std::string_view previous_;
  std::deque<std::string> paths_;
  std::vector<uint32_t> whole_;
  size_t made_ = 0;  // bytes of paths
};

Error fault_of(size_t number, const std::string& why) {
  return {ErrorCode::kMalformed, "entry " + std::to_string(number + 1) + ": " + why};
}

}  // namespace

bool IndexEntry::has_known_mode() const {
  constexpr uint32_t kSubmodule = 0160000;
  if (is_folder()) return path.size() > 1 && path.ends_with('/');
  return is_blob() || (mode & 0170000) == kSubmodule;
}

Result<IndexEntries> parse_index_entries(std::string_view bytes, size_t begin, uint32_t count,
                                         uint32_t version, size_t id_size) {
  IndexEntries out;
  const size_t least = kIdAt + id_size + kFlags + 1;  // bytes of an entry
  if (bytes.size() < begin || count > (bytes.size() - begin) / least) {
    return Error{ErrorCode::kMalformed, "more entries than it has bytes for"};
  }
  out.entries.reserve(count);
  out.offsets.reserve(count);
  EntryReader reader(bytes, begin, version, id_size);
  for (uint32_t i = 0; i < count; ++i) {
    out.offsets.push_back(static_cast<uint32_t>(reader.at()));
    if (const char* why = reader.take(out.entries.emplace_back())) return fault_of(i, why);
  }
  out.end = reader.at();
  out.paths = std::move(reader.paths());
  out.whole = std::move(reader.whole());
  return out;
}

Status check_index_entries(const std::vector<IndexEntry>& entries) {
  for (size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].path.empty()) return fault_of(i, "an empty path");
    if (!entries[i].has_known_mode()) return fault_of(i, "a mode that is not known");
    if (i > 0 && !entries[i - 1].may_precede(entries[i])) return fault_of(i, "not in order");
  }
  return {};
}

}  // namespace rekey
