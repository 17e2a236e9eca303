#include "scanner/git/history/commit_marks.h"

#include <algorithm>

#include "scanner/git/history/tree_compare.h"

namespace rekey {
namespace {

// One thread's.
class ChangeFinder {
 public:
  explicit ChangeFinder(const CommitMarks& of) : of_(of), compare_(of.trees) {
    out_.seen.resize(of.marked.size());
  }

  void one_commit(uint32_t number) {
    parents_.clear();
    for (const uint32_t parent : of_.graph.parents(number)) parents_.push_back(of_.roots[parent]);
    const bool whole = compare_.run(of_.roots[number], parents_,
                                    [&](const ComparedPath& at) { one_path(number, at); });
    if (whole) return;
    out_.errors.push_back({ErrorCode::kTooLarge, "commit " + of_.graph.commits()[number].id.hex() +
                                                     ": too many paths lead to secrets"});
  }

  void end_early() {
    out_.errors.push_back(
        {ErrorCode::kTooLarge, "history: out of time before all was attributed to its commits"});
  }

  MarkChanges take() { return std::move(out_); }

 private:
  [[nodiscard]] const MarkNumbers& marks_of(uint32_t blob) const {
    static const MarkNumbers kNoMarks;
    return blob == MarkedTrees::kNone ? kNoMarks : of_.marks[blob];
  }
  [[nodiscard]] bool has(uint32_t blob, uint32_t mark) const {
    const MarkNumbers& marks = marks_of(blob);
    return std::binary_search(marks.begin(), marks.end(), mark);
  }

  void one_path(uint32_t number, const ComparedPath& at) {
    if (at.blob != MarkedTrees::kNone) out_.seen[at.blob] = true;
    for (const uint32_t mark : marks_of(at.blob)) {
      out_.has_more = out_.has_more || out_.introductions.size() == MarkChanges::kMost;
      if (out_.has_more) break;
      const bool before = std::any_of(at.parents.begin(), at.parents.end(),
                                      [&](uint32_t blob) { return has(blob, mark); });
      if (!before) brought(number, at, mark);
    }
    if (at.parents.empty()) return;
    for (const uint32_t mark : marks_of(at.parents.front())) {
      const bool everywhere = std::all_of(at.parents.begin(), at.parents.end(),
                                          [&](uint32_t blob) { return has(blob, mark); });
      if (out_.removals.size() == MarkChanges::kMost) return;
      if (everywhere && !has(at.blob, mark)) out_.removals.push_back({{at.path, mark}, number});
    }
  }

  void brought(uint32_t number, const ComparedPath& at, uint32_t mark) {
    Introduction found;
    found.mark = mark;
    found.path = at.path;
    found.blob = of_.marked[at.blob].blob;
    found.commit = of_.graph.commits()[number].id;
    out_.introductions.push_back(std::move(found));
    out_.numbers.push_back(number);
  }

  const CommitMarks& of_;
  TreeCompare compare_;
  std::vector<uint32_t> parents_;  // trees of the parents of the commit at hand
  MarkChanges out_;
};

}  // namespace

MarkChanges mark_changes(const CommitMarks& of, uint32_t begin, uint32_t end,
                         const std::function<void(uint32_t)>& done) {
  ChangeFinder finder(of);
  for (uint32_t number = begin; number < end; ++number) {
    if (of.deadline.over()) {
      finder.end_early();
      break;
    }
    finder.one_commit(number);
    if (done) done(number);
  }
  return finder.take();
}

}  // namespace rekey
