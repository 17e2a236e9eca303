// MarkedTrees: of all trees of a repository what leads to marked blobs: each tree that holds one,
// at any depth, with those of its entries that are one or hold one.
//
// Small beside the trees themselves, so attribution needs no object after it. Trees, blobs and
// names are numbers here; names are numbered in the order of their bytes, trees in any, which may
// be another one each time. Immutable once read; any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/history/tree_table.h"
#include "scanner/git/object/object_id.h"
#include "scanner/git/store/object_store.h"

namespace rekey {

struct TreeItem {
  uint32_t name = 0;
  uint32_t target = 0;  // number of the tree or, among the marked, of the blob
  bool is_tree = false;
};

struct GivenTree {
  ObjectId id;
  std::string_view bytes;
};

class MarkedTrees {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  // `marked` are blobs; their ids ascend. Trees that cannot be read or are cut short, and what
  // trees name and the store does not have, are listed in errors(), and how many were not come to
  // when `deadline` was over; in a partial clone nothing is missing. `checks_files`: so are trees
  // that others name as files, if anything is marked; git follows none of them.
  static Result<MarkedTrees> read(const ObjectStore& store, unsigned threads,
                                  const std::vector<ObjectId>& marked, Deadline deadline = {},
                                  bool checks_files = false);

  // The same of some trees alone, given as they are or with only those entries that lead to marked
  // blobs.
  static MarkedTrees of(const ObjectStore& store, const std::vector<GivenTree>& trees,
                        const std::vector<ObjectId>& marked);

  // Of all trees, those that hold none among them.
  [[nodiscard]] uint32_t count() const { return table_.count(); }
  [[nodiscard]] const ObjectId& id(uint32_t tree) const { return table_.id(tree); }

  // By tree: of those that lead to the same blobs by the same names the one of the least id. Of all
  // the trees with a secret in some file, nearly all differ in other files alone. kNone: it has no
  // items.
  [[nodiscard]] std::vector<uint32_t> equals() const;

  // kNone when the tree holds no marked blob or is not there.
  [[nodiscard]] uint32_t find(const ObjectId& tree) const;
  // By name; none, if it holds no marked blob or another number has its id.
  [[nodiscard]] std::span<const TreeItem> items(uint32_t tree) const {
    const Range& range = ranges_[tree];
    return std::span(items_[range.part]).subspan(range.begin, range.size);
  }
  [[nodiscard]] const std::string& name(uint32_t number) const { return names_[number]; }

  // "tree ID: why", "object ID: missing, ...", by id.
  [[nodiscard]] const std::vector<Error>& errors() const { return errors_; }

 private:
  friend class TreeItems;
  friend class EqualTrees;

  struct Range {
    uint32_t part = 0, begin = 0, size = 0;
  };

  void add_errors(const std::vector<std::unique_ptr<TreeLog>>& logs);
  void add_other_kinds(const std::vector<std::unique_ptr<TreeLog>>& logs);
  static MarkedTrees made_of(const std::vector<std::unique_ptr<TreeLog>>& logs,
                             const std::vector<ObjectId>& marked);

  TreeTable table_;                           // of all trees
  std::vector<Range> ranges_;                 // by tree: its items
  std::vector<std::vector<TreeItem>> items_;  // in parts, one for each thread that read trees
  std::vector<std::string> names_;            // they ascend
  std::vector<Error> errors_;
};

}  // namespace rekey
