// QuickSet: membership of object ids that says no at a glance to nearly everything. Immutable.
#pragma once

#include <algorithm>
#include <bitset>
#include <vector>

#include "scanner/git/object/object_id.h"

namespace rekey {

class QuickSet {
 public:
  // `ids` ascend and outlive the set.
  explicit QuickSet(const std::vector<ObjectId>& ids) : ids_(ids) {
    for (const ObjectId& id : ids) seen_[place(id)] = true;
  }
  [[nodiscard]] bool contains(const ObjectId& id) const {
    return seen_[place(id)] && std::binary_search(ids_.begin(), ids_.end(), id);
  }

 private:
  static size_t place(const ObjectId& id) {
    return size_t{id.bytes[0]} << 8 | size_t{id.bytes[1]} | (size_t{id.bytes[2]} & 15) << 16;
  }

  const std::vector<ObjectId>& ids_;
  std::bitset<size_t{1} << 20> seen_;
};

}  // namespace rekey
