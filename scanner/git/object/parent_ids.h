// ParentIds: the ids of a commit's parents, in order. Histories have hundreds of thousands of
// commits, nearly all with one parent: that one needs no memory of its own. A plain value.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "scanner/git/object/object_id.h"

namespace rekey {

class ParentIds {
 public:
  ParentIds() = default;
  // Not explicit: a list of ids is one of parents.
  ParentIds(std::vector<ObjectId> ids) : count_(ids.size()) {
    if (count_ == 1) {
      one_ = ids.front();
    } else {
      many_ = std::move(ids);
    }
  }

  void push_back(const ObjectId& id) {
    if (count_ == 0) {
      one_ = id;
    } else {
      if (count_ == 1) many_.assign(1, one_);
      many_.push_back(id);
    }
    ++count_;
  }

  [[nodiscard]] size_t size() const { return count_; }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  // `number` < size().
  const ObjectId& operator[](size_t number) const { return begin()[number]; }
  [[nodiscard]] const ObjectId* begin() const { return count_ == 1 ? &one_ : many_.data(); }
  [[nodiscard]] const ObjectId* end() const { return begin() + count_; }

 private:
  size_t count_ = 0;
  ObjectId one_;                // if there is one
  std::vector<ObjectId> many_;  // if there are more
};

}  // namespace rekey
