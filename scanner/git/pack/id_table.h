// IdTable: the ids of an index of packs: they ascend, and a fan-out says how many start with each
// byte or a lower one.
//
// A view: the index's bytes outlive it. Sizes and the fan-out are checked when it is made, whether
// the ids ascend only where somebody asks: find() may miss if not, the same way every time.
// Immutable; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "scanner/git/object/object_id.h"
#include "scanner/git/object/raw_ids.h"

namespace rekey {

class IdTable {
 public:
  static constexpr size_t kFanSize = size_t{256} * 4;

  IdTable() = default;

  // Whether `fan`, of kFanSize bytes, ascends: count() is right then. rows() next.
  bool start(std::string_view fan);
  // Each id, of `id_size` bytes, stands `skip` bytes behind the start of its row; false when `rows`
  // is shorter than count() of them.
  bool rows(std::string_view rows, size_t id_size, size_t skip);

  [[nodiscard]] uint32_t count() const { return count_; }
  // `position` < count().
  [[nodiscard]] IdView id(uint32_t position) const {
    return IdView(rows_.substr(position * (skip_ + id_size_) + skip_, id_size_));
  }
  // All, if nothing stands between them; else none.
  [[nodiscard]] RawIds raw() const {
    return {rows_.substr(0, skip_ == 0 ? count_ * id_size_ : 0), id_size_};
  }
  [[nodiscard]] std::optional<uint32_t> find(const ObjectId& id) const;
  // Whether they ascend, each once, as the fan-out says: find() finds them all then. Looks at all.
  [[nodiscard]] bool is_in_order() const;

 private:
  [[nodiscard]] uint32_t fan_out(size_t first_byte) const;

  std::string_view fan_, rows_;
  size_t id_size_ = ObjectId::kSha1, skip_ = 0;
  uint32_t count_ = 0;
};

}  // namespace rekey
