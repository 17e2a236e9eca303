// CommitMarks: which marks single commits bring to paths, and take away from them.
//
// A commit brings a mark to a path when its blob there has it and no parent's has, and takes one
// away when all parents' have it and its own has not.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scanner/git/history/attribution.h"
#include "scanner/git/history/commit_graph.h"
#include "scanner/git/history/marked_trees.h"

namespace rekey {

using MarkNumbers = std::vector<uint32_t>;            // ascend
using MarkedPath = std::pair<std::string, uint32_t>;  // path and mark

// What some commits bring and take away, in their order, then by path and mark.
struct MarkChanges {
  // Of introductions and of removals: a tree with one blob at every path can have any number. Some
  // 250 bytes each.
  static constexpr size_t kMost = 400'000;

  std::vector<Introduction> introductions;                // mark, path, blob and commit alone
  std::vector<uint32_t> numbers;                          // of their commits
  std::vector<std::pair<MarkedPath, uint32_t>> removals;  // and the number of the commit
  std::vector<bool> seen;                                 // by marked blob: on one of their trees
  std::vector<Error> errors;
  bool has_more = false;  // introductions than kMost
};

struct CommitMarks {
  const CommitGraph& graph;
  const MarkedTrees& trees;
  const std::vector<MarkedBlob>& marked;
  const std::vector<MarkNumbers>& marks;  // by marked blob
  const std::vector<uint32_t>& roots;     // by commit: its tree
  Deadline deadline;
};

// Of the commits from `begin` on before `end`; `done` is told each number. Any thread.
MarkChanges mark_changes(const CommitMarks& of, uint32_t begin, uint32_t end,
                         const std::function<void(uint32_t)>& done);

}  // namespace rekey
