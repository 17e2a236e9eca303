// DeltaStack: what matching knows of the texts above the one at hand in a tree of deltas, by
// depth. Its memory is bounded: what does not fit is not kept, and texts made from it are matched
// in full. One thread's.
#pragma once

#include <cstdint>
#include <deque>

#include "scanner/match/prefilter/delta_search.h"

namespace rekey {

class DeltaStack {
 public:
  // What is known of the text at `depth` - 1; null = nothing.
  [[nodiscard]] const CarriedEnds* base_of(uint32_t depth) const {
    return depth == 0 || depth > levels_.size() ? nullptr : &levels_[depth - 1];
  }

  // The place for the text at `depth`, whatever is deeper forgotten. Kept by keep().
  CarriedEnds& place(uint32_t depth) {
    for (size_t i = depth; i < levels_.size(); ++i) kept_ -= levels_[i].ends.size();
    if (levels_.size() > depth + 1U) levels_.resize(depth + 1U);
    if (levels_.size() <= depth) levels_.resize(depth + 1U);
    levels_[depth].ends.clear();
    return levels_[depth];
  }
  void keep(uint32_t depth) {
    CarriedEnds& level = levels_[depth];
    if (!level.usable || kept_ + level.ends.size() > kMostKept) level = {};
    kept_ += level.ends.size();
  }

 private:
  static constexpr size_t kMostKept = size_t{1} << 18;  // ends, 6 MB

  std::deque<CarriedEnds> levels_;  // they stay where they are
  size_t kept_ = 0;
};

}  // namespace rekey
