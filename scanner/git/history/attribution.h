// Attribution: which commit brought a mark to which path, and which took it away.
//
// Knows no secrets: blobs carry marks, which are numbers. A commit introduces a mark at a path when
// its blob there has the mark and no parent's blob at that path has it: a merge answers only for
// what differs from every parent, a root commit for everything. A move introduces at the new path;
// what was taken away and brought back is introduced twice.
//
// An example: commit 2 adds a marked blob at "a" to commit 1, commit 3 changes something else in
// commit 1, commit 4 merges 2 and 3, and commit 5 deletes "a". Commit 2 introduced the mark; 4 did
// not, for its blob at "a" is that of its parent 2; 5 took it away.
//
// Walks commits' trees only where they differ and hold a marked blob. Of very many introductions
// those of the first commits are given, and that there are more is an error; the same of removals.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/deadline.h"
#include "scanner/base/result.h"
#include "scanner/git/history/commit_graph.h"
#include "scanner/git/history/marked_trees.h"
#include "scanner/git/object/object_id.h"
#include "scanner/git/store/object_store.h"
#include "scanner/git/store/ref_end.h"
#include "scanner/git/store/repository.h"

namespace rekey {

struct MarkedBlob {
  ObjectId blob;
  std::vector<uint32_t> marks;  // any order, also twice
};

struct Introduction {
  uint32_t mark = 0;
  std::string path;
  ObjectId blob, commit;
  // The first descendant commit after which no line of history it joins has the mark at the path.
  // Nothing while HEAD has it there.
  std::optional<ObjectId> removed_in;
  bool in_head = false;  // HEAD's tree has the mark at this path
  std::vector<std::string>
      refs;  // one ref that reaches the commit, HEAD before branches before tags
};

struct Attribution {
  std::vector<Introduction> introductions;  // by commit (parents first, then time), path, mark
  std::vector<ObjectId> orphans;            // marked blobs that no commit's tree names
  std::vector<Error> errors;  // "what: why": trees that could not be read or searched in full
};

// Which commits some refs lead to, and by which of them a commit is reached.
class RefNames {
 public:
  // `reader` is asked for tag objects alone; `refs` outlive it.
  RefNames(StoreReader& reader, const CommitGraph& graph, const std::vector<Ref>& refs);

  // The first ref, in their order, that reaches the commit, directly or through a tag; "" = none
  // does.
  [[nodiscard]] const std::string& of(uint32_t commit) const { return *names_[owners_[commit]]; }

  // The commit that ref number `ref` is or leads to through tags; nothing = none that is there.
  [[nodiscard]] std::optional<uint32_t> commit(size_t ref) const { return commits_[ref]; }
  // Where those lead that are not on a commit themselves: by their order.
  [[nodiscard]] const std::vector<RefEnd>& ends() const { return ends_; }
  // The one of HEAD, when it is one of the refs.
  [[nodiscard]] std::optional<uint32_t> head() const { return head_; }

 private:
  std::vector<std::optional<uint32_t>> commits_;  // by ref
  std::vector<uint32_t> owners_;                  // by commit: numbers of names_
  std::vector<RefEnd> ends_;
  std::vector<const std::string*> names_;  // of refs that lead to a commit; the last is ""
  std::optional<uint32_t> head_;
};

// The graph's commits, dangling ones too. `progress` gets commits done and all, on the caller's
// thread, which is one of `threads`; the result is the same for any number of them.
// `marked` ascend, and `trees` were read for exactly them; `names` are of the graph. Once
// `deadline` is over, commits that are left are not looked at, which is an error as well.
Attribution attribute(CommitGraph& graph, const MarkedTrees& trees,
                      const std::vector<MarkedBlob>& marked, const RefNames& names,
                      unsigned threads, const std::function<void(uint64_t, uint64_t)>& progress,
                      Deadline deadline = {});

// Those that refs reach: what no ref reaches may be another repository's history.
std::vector<CommitNode> reached_commits(StoreReader& reader, const CommitGraph& graph,
                                        const std::vector<Ref>& refs);

}  // namespace rekey
