// Memo: what was made of some bytes before, by those bytes. The lines of a history's texts come
// again in version after version, and with them the work on them.
//
// Exact: keys are compared in full. Bounded: at its limits it forgets everything. One thread's.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rekey {

// Value is plain data.
template <typename Value>
class Memo {
 public:
  // Longer keys are never kept.
  static constexpr size_t kLongestKey = 1024;

  // What was kept for `key`; good until the next keep().
  [[nodiscard]] std::optional<std::span<const Value>> find(std::string_view key) const {
    if (places_.empty() || key.size() > kLongestKey) return std::nullopt;
    const size_t place = place_of(key, hash_of(key));
    if (place == places_.size() || places_[place] == kNone) return std::nullopt;
    const Entry& entry = entries_[places_[place]];
    return std::span<const Value>(values_).subspan(entry.first, entry.count);
  }

  // `key` has nothing yet. It may not be kept.
  void keep(std::string_view key, std::span<const Value> values) {
    if (key.size() > kLongestKey || values.size() > kMostValues) return;
    const bool full = entries_.size() == kMostEntries || keys_.size() + key.size() > kMostBytes ||
                      values_.size() + values.size() > kMostValues;
    if (full || places_.empty()) clear();
    const uint32_t hash = hash_of(key);
    const size_t place = place_of(key, hash);
    if (place == places_.size()) return;
    places_[place] = static_cast<uint32_t>(entries_.size());
    entries_.push_back({hash, static_cast<uint32_t>(keys_.size()),
                        static_cast<uint32_t>(key.size()), static_cast<uint32_t>(values_.size()),
                        static_cast<uint32_t>(values.size())});
    keys_ += key;
    values_.insert(values_.end(), values.begin(), values.end());
  }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  static constexpr size_t kMostEntries = size_t{1} << 15;
  static constexpr size_t kMostBytes = size_t{4} << 20;
  static constexpr size_t kMostValues = size_t{1} << 16;
  static constexpr size_t kMostSteps = 32;

  struct Entry {
    uint32_t hash = 0;
    uint32_t key = 0, size = 0;     // in keys_
    uint32_t first = 0, count = 0;  // in values_
  };

  static uint32_t hash_of(std::string_view key) {
    const size_t hash = std::hash<std::string_view>()(key);
    return static_cast<uint32_t>(hash ^ hash >> 32);
  }

  // Where the key's number is, or would be: open addressing, at most half full. The size of
  // places_ when all near its hash are others': keys may be made to collide.
  [[nodiscard]] size_t place_of(std::string_view key, uint32_t hash) const {
    const size_t mask = places_.size() - 1;
    for (size_t i = 0; i < kMostSteps; ++i) {
      const size_t at = (hash + i) & mask;
      if (places_[at] == kNone) return at;
      const Entry& entry = entries_[places_[at]];
      if (entry.hash == hash && std::string_view(keys_).substr(entry.key, entry.size) == key) {
        return at;
      }
    }
    return places_.size();
  }

  void clear() {
    places_.assign(kMostEntries * 2, kNone);
    entries_.clear();
    keys_.clear();
    values_.clear();
  }

  std::vector<uint32_t> places_;  // by hash: numbers of entries
  std::vector<Entry> entries_;
  std::string keys_;
  std::vector<Value> values_;
};

}  // namespace rekey
