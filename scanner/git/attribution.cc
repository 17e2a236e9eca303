#include "scanner/git/attribution.h"

#include <algorithm>
#include <map>
#include <set>

#include "scanner/git/commit_graph.h"
#include "scanner/git/object.h"
#include "scanner/git/tree_compare.h"

namespace rekey {
namespace {

using Marks = std::vector<uint32_t>;            // ascend
using Spot = std::pair<std::string, uint32_t>;  // path and mark

// Chains of tags that point at tags end here.
constexpr int kMaxTagDepth = 10;

// The number of the commit that a ref's target is or leads to.
std::optional<uint32_t> commit_of(StoreReader& reader, const CommitGraph& graph, ObjectId target) {
  for (int depth = 0; depth < kMaxTagDepth; ++depth) {
    if (const auto number = graph.find(target)) return number;
    Result<Object> object = reader.read(target);
    if (!object || object->type != ObjectType::kTag) return std::nullopt;
    Result<Tag> tag = parse_tag(object->bytes);
    if (!tag) return std::nullopt;
    target = tag->target;
  }
  return std::nullopt;
}

class Attributor {
 public:
  Attributor(StoreReader& reader, CommitGraph& graph, const MarkedTrees& trees,
             const std::vector<MarkedBlob>& marked)
      : reader_(reader), graph_(graph), marked_(marked), compare_(trees), seen_(marked.size()) {
    out_.errors = trees.errors();
    for (const MarkedBlob& blob : marked) {
      Marks& marks = marks_.emplace_back(blob.marks);
      std::sort(marks.begin(), marks.end());
      marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
    }
    for (const CommitNode& commit : graph.commits()) roots_.push_back(trees.find(commit.tree));
  }

  Attribution run(const std::vector<Ref>& refs,
                  const std::function<void(uint64_t, uint64_t)>& progress) {
    const auto& commits = graph_.commits();
    for (uint32_t i = 0; i < commits.size() && !marks_.empty(); ++i) {
      one_commit(i);
      if (progress) progress(i + 1, commits.size());
    }
    find_head(refs);
    find_removals();
    name_refs(refs);
    for (size_t blob = 0; blob < marked_.size(); ++blob) {
      if (!seen_[blob]) out_.orphans.push_back(marked_[blob].blob);
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] const Marks& marks_of(uint32_t blob) const {
    static const Marks kNoMarks;
    return blob == MarkedTrees::kNone ? kNoMarks : marks_[blob];
  }
  [[nodiscard]] bool has(uint32_t blob, uint32_t mark) const {
    const Marks& marks = marks_of(blob);
    return std::binary_search(marks.begin(), marks.end(), mark);
  }

  void one_commit(uint32_t number) {
    parents_.clear();
    for (const uint32_t parent : graph_.parents(number)) parents_.push_back(roots_[parent]);
    const bool whole = compare_.run(roots_[number], parents_,
                                    [&](const ComparedPath& at) { one_path(number, at); });
    if (!whole) {
      const CommitNode& commit = graph_.commits()[number];
      out_.errors.push_back(
          {ErrorCode::kTooLarge, "commit " + commit.id.hex() + ": too many paths lead to secrets"});
    }
  }

  void one_path(uint32_t number, const ComparedPath& at) {
    const Marks& now = marks_of(at.blob);
    if (at.blob != MarkedTrees::kNone) seen_[at.blob] = true;
    for (const uint32_t mark : now) {
      const bool before = std::any_of(at.parents.begin(), at.parents.end(),
                                      [&](uint32_t blob) { return has(blob, mark); });
      if (before) continue;
      Introduction found;
      found.mark = mark;
      found.path = at.path;
      found.blob = marked_[at.blob].blob;
      found.commit = graph_.commits()[number].id;
      out_.introductions.push_back(std::move(found));
      numbers_.push_back(number);
    }
    if (at.parents.empty()) return;
    for (const uint32_t mark : marks_of(at.parents.front())) {
      const bool everywhere = std::all_of(at.parents.begin(), at.parents.end(),
                                          [&](uint32_t blob) { return has(blob, mark); });
      if (everywhere && !has(at.blob, mark)) removals_[{at.path, mark}].push_back(number);
    }
  }

  void find_head(const std::vector<Ref>& refs) {
    if (refs.empty() || refs.front().name != "HEAD") return;
    const auto number = commit_of(reader_, graph_, refs.front().target);
    if (!number) return;
    std::set<Spot> head;
    compare_.run(roots_[*number], {}, [&](const ComparedPath& at) {
      for (const uint32_t mark : marks_of(at.blob)) head.emplace(at.path, mark);
    });
    for (Introduction& found : out_.introductions) {
      found.in_head = head.contains({found.path, found.mark});
    }
  }

  void find_removals() {
    for (size_t i = 0; i < out_.introductions.size(); ++i) {
      Introduction& found = out_.introductions[i];
      const auto removals = removals_.find({found.path, found.mark});
      if (found.in_head || removals == removals_.end()) continue;
      for (const uint32_t removal : removals->second) {
        if (removal <= numbers_[i] || !graph_.is_ancestor(numbers_[i], removal)) continue;
        found.removed_in = graph_.commits()[removal].id;
        break;
      }
    }
  }

  void name_refs(const std::vector<Ref>& refs) {
    if (out_.introductions.empty()) return;
    const RefNames names(reader_, graph_, refs);
    for (size_t i = 0; i < out_.introductions.size(); ++i) {
      const std::string& name = names.of(numbers_[i]);
      if (!name.empty()) out_.introductions[i].refs.push_back(name);
    }
  }

  StoreReader& reader_;
  CommitGraph& graph_;
  const std::vector<MarkedBlob>& marked_;
  std::vector<Marks> marks_;  // by blob
  TreeCompare compare_;
  std::vector<bool> seen_;         // blobs on a commit's tree
  std::vector<uint32_t> roots_;    // by commit: its tree
  std::vector<uint32_t> parents_;  // trees of the parents of the commit at hand
  std::vector<uint32_t> numbers_;  // of the introductions' commits
  std::map<Spot, std::vector<uint32_t>> removals_;
  Attribution out_;
};

}  // namespace

RefNames::RefNames(StoreReader& reader, const CommitGraph& graph, const std::vector<Ref>& refs) {
  std::vector<uint32_t> tips;
  for (const Ref& ref : refs) {
    if (const auto number = commit_of(reader, graph, ref.target)) {
      tips.push_back(*number);
      names_.push_back(ref.name);
    }
  }
  names_.emplace_back();
  owners_ = graph.owners(tips);
}

std::vector<CommitNode> reached_commits(StoreReader& reader, const CommitGraph& graph,
                                        const std::vector<Ref>& refs) {
  const RefNames names(reader, graph, refs);
  std::vector<CommitNode> out;
  for (uint32_t i = 0; i < graph.commits().size(); ++i) {
    if (!names.of(i).empty()) out.push_back(graph.commits()[i]);
  }
  return out;
}

Attribution attribute(StoreReader& reader, CommitGraph& graph, const MarkedTrees& trees,
                      const std::vector<MarkedBlob>& marked, const std::vector<Ref>& refs,
                      const std::function<void(uint64_t, uint64_t)>& progress) {
  Attributor attributor(reader, graph, trees, marked);
  return attributor.run(refs, progress);
}

}  // namespace rekey
