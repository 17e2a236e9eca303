#include "scanner/git/changes/index_link.h"

#include <algorithm>
#include <iterator>

#include "scanner/git/object/big_endian.h"

namespace rekey {
namespace {

constexpr size_t kWord = 8;  // bytes

Error malformed(const std::string& why) {
  return {ErrorCode::kMalformed, "link to a shared index: " + why};
}

// Runs of equal words, then words as they are: how many of each stands in a word before them.
struct Marker {
  explicit Marker(uint64_t word)
      : bit((word & 1U) != 0), same(word >> 1U & UINT32_MAX), literal(word >> 33U) {}
  bool bit;
  uint64_t same, literal;  // words
};

bool is_zero(std::string_view id) {
  return id.find_first_not_of('\0') == std::string_view::npos;
}

}  // namespace

Result<IndexLink> parse_index_link(std::string_view extension, size_t id_size) {
  if (extension.size() < id_size) return malformed("cut short");
  IndexLink link{extension.substr(0, id_size), extension.substr(id_size)};
  if (is_zero(link.shared)) link.shared = {};
  return link;
}

Result<std::vector<uint32_t>> take_bitmap(std::string_view& bytes, size_t limit) {
  constexpr size_t kHead = 8, kTail = 4, kBits = 64;
  if (bytes.size() < kHead + kTail) return malformed("cut short");
  const size_t count = big_endian_32(bytes.substr(4));
  if (count > (bytes.size() - kHead - kTail) / kWord) return malformed("cut short");
  std::string_view words = bytes.substr(kHead, count * kWord);
  bytes.remove_prefix(kHead + count * kWord + kTail);
  std::vector<uint32_t> out;
  uint64_t at = 0;  // bits so far: each step adds less than 2^38
  const auto add = [&](uint64_t bit) {
    if (bit >= limit) return false;
    out.push_back(static_cast<uint32_t>(bit));
    return true;
  };
  while (!words.empty()) {
    const Marker marker(big_endian_64(words));
    words.remove_prefix(kWord);
    if (marker.literal > words.size() / kWord) return malformed("a bitmap that is cut short");
    if (marker.bit && (at > limit || marker.same * kBits > limit - at)) {
      return malformed("a bitmap that is too large");
    }
    for (uint64_t i = 0; marker.bit && i < marker.same * kBits; ++i) add(at + i);
    at += marker.same * kBits;
    for (uint64_t i = 0; i < marker.literal; ++i, at += kBits, words.remove_prefix(kWord)) {
      const uint64_t word = big_endian_64(words);
      for (unsigned bit = 0; bit < kBits; ++bit) {
        if ((word >> bit & 1U) != 0 && !add(at + bit))
          return malformed("a bitmap that is too large");
      }
    }
    if (at > uint64_t{1} << 48U) return malformed("a bitmap that is too large");
  }
  return out;
}

Result<std::vector<IndexEntry>> joined_entries(const std::vector<IndexEntry>& shared,
                                               const std::vector<IndexEntry>& own,
                                               const IndexLink& link) {
  std::vector<uint32_t> deleted, replaced;
  if (!link.bitmaps.empty()) {
    std::string_view rest = link.bitmaps;
    Result<std::vector<uint32_t>> first = take_bitmap(rest, shared.size());
    if (!first) return first.error();
    Result<std::vector<uint32_t>> second = take_bitmap(rest, shared.size());
    if (!second) return second.error();
    if (!rest.empty()) return malformed("more than two bitmaps");
    deleted = *std::move(first);
    replaced = *std::move(second);
  }
  if (replaced.size() > own.size()) return malformed("more replacements than entries");
  std::vector<IndexEntry> kept = shared;
  for (size_t i = 0; i < own.size(); ++i) {
    const bool replaces = i < replaced.size();
    if (replaces != own[i].path.empty()) return malformed("a path where none belongs, or none");
    if (!replaces) continue;
    const std::string_view path = kept[replaced[i]].path;
    kept[replaced[i]] = own[i];
    kept[replaced[i]].path = path;
  }
  for (auto at = deleted.rbegin(); at != deleted.rend(); ++at) kept[*at].path = {};
  kept.erase(std::remove_if(kept.begin(), kept.end(),
                            [](const IndexEntry& entry) { return entry.path.empty(); }),
             kept.end());
  // An added entry takes the place of the one with its path and stage; one that is no side of a
  // conflict ends the conflict.
  std::vector<IndexEntry> added(own.begin() + static_cast<std::ptrdiff_t>(replaced.size()),
                                own.end());
  const auto before = [](const IndexEntry& a, const IndexEntry& b) { return a.before(b); };
  std::stable_sort(added.begin(), added.end(), before);
  std::vector<IndexEntry> out;
  out.reserve(kept.size() + added.size());
  auto old = kept.begin();
  for (const IndexEntry& entry : added) {
    while (old != kept.end() && old->before(entry)) out.push_back(*old++);
    while (old != kept.end() && old->path == entry.path &&
           (entry.stage == 0 || old->stage == entry.stage)) {
      ++old;
    }
    out.push_back(entry);
  }
  out.insert(out.end(), old, kept.end());
  const Status sound = check_index_entries(out);
  if (!sound) return sound.error();
  return out;
}

}  // namespace rekey
