// IdNumbers: from object ids to numbers: a hash table of numbers alone, whose ids stay with its
// user: `id_of(number)` gives the id of one that was added.
//
// Open addressing, never more than half full. Several threads may add() at once, and find() when
// none adds.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "scanner/git/object/object_id.h"

namespace rekey {

class IdNumbers {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;
  // Who looks many up, one after the other, fetches so far ahead: prefetch_id(), and twice as far
  // expect().
  static constexpr size_t kAhead = 12;

  // For so many ids; numbers are less than kNone.
  explicit IdNumbers(size_t count) : places_(size_for(count)) {}

  // The number that `number`'s id has from then on: of several the first that was added.
  template <typename IdOf>
  uint32_t add(uint32_t number, const IdOf& id_of) {
    const ObjectId& id = id_of(number);
    for (size_t at = start(id);; at = next(at)) {
      uint32_t there = places_[at].load(std::memory_order_acquire);  // its id was written before
      if (there == 0 && places_[at].compare_exchange_strong(there, number + 1)) return number;
      if (id_of(there - 1) == id) return there - 1;
    }
  }

  // Each number becomes what `numbers` has in its place. When no other thread is here.
  void renumber(const std::vector<uint32_t>& numbers) {
    for (std::atomic<uint32_t>& place : places_) {
      const uint32_t there = place.load(std::memory_order_relaxed);
      if (there != 0) place.store(numbers[there - 1] + 1, std::memory_order_relaxed);
    }
  }

  // Fetches ahead what add() and find() of `id` look at first: a table of many is in no cache.
  void prefetch(const ObjectId& id) const { __builtin_prefetch(&places_[start(id)]); }
  // And, when that is there, the id that they compare it with.
  template <typename IdOf>
  void prefetch_id(const ObjectId& id, const IdOf& id_of) const {
    const uint32_t there = places_[start(id)].load(std::memory_order_relaxed);
    if (there != 0) __builtin_prefetch(&id_of(there - 1));
  }

  // kNone: it has none.
  template <typename IdOf>
  [[nodiscard]] uint32_t find(const ObjectId& id, const IdOf& id_of) const {
    for (size_t at = start(id);; at = next(at)) {
      const uint32_t there = places_[at].load(std::memory_order_relaxed);
      if (there == 0) return kNone;
      if (id_of(there - 1) == id) return there - 1;
    }
  }

 private:
  static size_t size_for(size_t count) {
    size_t size = 16;
    while (size < count * 2) size *= 2;
    return size;
  }
  [[nodiscard]] size_t start(const ObjectId& id) const {
    return ObjectIdHash()(id) & (places_.size() - 1);
  }
  [[nodiscard]] size_t next(size_t at) const { return (at + 1) & (places_.size() - 1); }

  std::vector<std::atomic<uint32_t>> places_;  // a number plus 1; 0 = free
};

}  // namespace rekey
