// CommitGraph: commits by number, parents before children, and who reaches whom.
//
// Tolerates missing parents and, in a damaged store, cycles: whatever cannot be ordered comes last.
// Immutable once made, but is_ancestor() keeps marks: one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "scanner/git/object/id_numbers.h"
#include "scanner/git/object/object_id.h"
#include "scanner/git/object/parent_ids.h"

namespace rekey {

struct CommitNode {
  ObjectId id, tree;
  ParentIds parents;  // those that are missing count as none
  int64_t time = 0;   // the committer's, seconds since 1970
};

// The numbers of the commits, the oldest first, then by id.
std::vector<uint32_t> order_by_time(const std::vector<CommitNode>& commits);

class CommitGraph {
  [[nodiscard]] auto id_of() const {
    return [this](uint32_t commit) -> const ObjectId& { return commits_[commit].id; };
  }

 public:
  explicit CommitGraph(std::vector<CommitNode> commits);

  // In order: parents first; of those that are ready the oldest first, then by id.
  [[nodiscard]] const std::vector<CommitNode>& commits() const { return commits_; }
  // Numbers of the parents that are there.
  [[nodiscard]] std::span<const uint32_t> parents(uint32_t commit) const {
    return std::span(parents_).subspan(parent_ends_[commit],
                                       parent_ends_[commit + 1] - parent_ends_[commit]);
  }
  [[nodiscard]] std::optional<uint32_t> find(const ObjectId& id) const;
  // Fetches ahead what find() looks at first, and then what it looks at next.
  void prefetch(const ObjectId& id) const { numbers_.prefetch(id); }
  void prefetch_id(const ObjectId& id) const { numbers_.prefetch_id(id, id_of()); }

  // Whether `commit` reaches `ancestor`; a commit reaches itself.
  bool is_ancestor(uint32_t ancestor, uint32_t commit);

  // For every commit the first of `tips` (numbers) that reaches it; tips.size() = none does.
  [[nodiscard]] std::vector<uint32_t> owners(const std::vector<uint32_t>& tips) const;

 private:
  void number();
  void link_parents();
  [[nodiscard]] bool parents_come_first() const;
  void renumber(const std::vector<uint32_t>& order);

  std::vector<CommitNode> commits_;
  std::vector<uint32_t> parents_, parent_ends_;  // by commit: those of commit i end at [i + 1]
  IdNumbers numbers_{0};
  std::vector<uint32_t> visited_;  // by commit: the last search that saw it
  uint32_t search_ = 0;
};

}  // namespace rekey
