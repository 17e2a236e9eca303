// TreeTable: the trees of some logs, numbered through, and their numbers by id.
//
// Immutable once made; any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "scanner/git/history/tree_log.h"
#include "scanner/git/object/id_numbers.h"
#include "scanner/git/object/object_id.h"

namespace rekey {

class TreeTable {
  [[nodiscard]] auto id_of() const {
    return [this](uint32_t tree) -> const ObjectId& { return ids_[tree]; };
  }

 public:
  static constexpr uint32_t kNone = IdNumbers::kNone;

  TreeTable() = default;
  // A thread for each log.
  explicit TreeTable(const std::vector<std::unique_ptr<TreeLog>>& logs);

  [[nodiscard]] uint32_t count() const { return static_cast<uint32_t>(ids_.size()); }
  // The number of a log's first tree; the others follow in their order.
  [[nodiscard]] uint32_t begin(size_t log) const { return begins_[log]; }
  [[nodiscard]] const ObjectId& id(uint32_t tree) const { return ids_[tree]; }

  // kNone: it is none of them.
  [[nodiscard]] uint32_t find(const ObjectId& id) const { return numbers_.find(id, id_of()); }
  // Fetches ahead what find() looks at first, and then what it looks at next.
  void prefetch(const ObjectId& id) const { numbers_.prefetch(id); }
  void prefetch_id(const ObjectId& id) const { numbers_.prefetch_id(id, id_of()); }
  // Whether find() gives another tree for its id.
  [[nodiscard]] bool is_copy(uint32_t tree) const { return is_copy_[tree] != 0; }

 private:
  std::vector<uint32_t> begins_;  // by log
  std::vector<ObjectId> ids_;     // by tree
  IdNumbers numbers_{0};
  std::vector<uint8_t> is_copy_;  // by tree
};

}  // namespace rekey
