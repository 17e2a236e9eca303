#include "scanner/git/history/tree_table.h"

#include "scanner/base/threads.h"

namespace rekey {

TreeTable::TreeTable(const std::vector<std::unique_ptr<TreeLog>>& logs) {
  uint32_t count = 0;
  for (const auto& log : logs) {
    begins_.push_back(count);
    count += log->count();
  }
  ids_.resize(count);
  is_copy_.resize(count);
  numbers_ = IdNumbers(count);
  on_threads(logs.size(), [&](size_t log) {
    const uint32_t begin = begins_[log], end = begin + logs[log]->count();
    for (uint32_t tree = begin; tree < end; ++tree) ids_[tree] = logs[log]->id(tree - begin);
    for (uint32_t tree = begin; tree < end; ++tree) {
      if (tree + IdNumbers::kAhead < end) numbers_.prefetch(ids_[tree + IdNumbers::kAhead]);
      is_copy_[tree] = numbers_.add(tree, id_of()) != tree;
    }
  });
}

}  // namespace rekey
