#include "scanner/git/raw_ids.h"

namespace rekey {

bool RawIds::ascend() const {
  for (size_t i = 1; i < size(); ++i) {
    if (head(i - 1) >= head(i) && compare(i - 1, *this, i) >= 0) return false;
  }
  return true;
}

std::vector<ObjectId> RawIds::all() const {
  std::vector<ObjectId> out;
  out.reserve(size());
  for (size_t i = 0; i < size(); ++i) out.push_back((*this)[i]);
  return out;
}

size_t RawIds::lower_bound(const ObjectId& id) const {
  size_t low = 0;
  for (size_t high = size(); low < high;) {
    const size_t middle = low + (high - low) / 2;
    if ((*this)[middle] < id) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

}  // namespace rekey
