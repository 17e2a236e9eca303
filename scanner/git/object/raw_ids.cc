#include "scanner/git/object/raw_ids.h"

#include <algorithm>

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

std::optional<size_t> RawIds::find(const ObjectId& id) const {
  const size_t at = lower_bound(id);
  return at < size() && (*this)[at] == id ? std::optional(at) : std::nullopt;
}

HeldIds::HeldIds(RawIds view, const std::vector<ObjectId>& others, size_t id_size) {
  std::string bytes;
  bytes.reserve(others.size() * id_size);
  for (const ObjectId& id : others) {
    bytes.append(reinterpret_cast<const char*>(id.bytes.data()), id_size);
  }
  bytes_ = std::make_unique<const std::string>(std::move(bytes));
  parts_ = {view, RawIds(*bytes_, id_size)};
}

std::vector<ObjectId> HeldIds::all() const {
  std::vector<ObjectId> out;
  for (const RawIds& part : parts_) {
    const auto middle = static_cast<std::ptrdiff_t>(out.size());
    out.reserve(out.size() + part.size());
    for (size_t i = 0; i < part.size(); ++i) out.push_back(part[i]);
    std::inplace_merge(out.begin(), out.begin() + middle, out.end());
  }
  return out;
}

}  // namespace rekey
