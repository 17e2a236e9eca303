#include "scanner/git/attribution.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "scanner/git/commit_graph.h"
#include "scanner/git/object.h"
#include "scanner/git/tree_compare.h"

namespace rekey {
namespace {

using Marks = std::set<uint32_t>;
using Spot = std::pair<std::string, uint32_t>;  // path and mark

// Chains of tags that point at tags end here.
constexpr int kMaxTagDepth = 10;

// The number of the commit that a ref's target is or leads to.
std::optional<uint32_t> commit_of(const ObjectReader& reader, const CommitGraph& graph,
                                  ObjectId target) {
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
  Attributor(const ObjectReader& reader, CommitGraph& graph, const MarkedTrees& trees,
             const std::vector<MarkedBlob>& marked)
      : reader_(reader), graph_(graph), compare_(trees) {
    out_.errors = trees.errors();
    for (const MarkedBlob& blob : marked) {
      marks_[blob.blob].insert(blob.marks.begin(), blob.marks.end());
    }
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
    for (const auto& [blob, marks] : marks_) {
      if (!seen_.contains(blob)) out_.orphans.push_back(blob);
    }
    std::sort(out_.orphans.begin(), out_.orphans.end());
    return std::move(out_);
  }

 private:
  [[nodiscard]] const Marks& marks_of(const std::optional<ObjectId>& blob) const {
    static const Marks kNone;
    const auto found = blob ? marks_.find(*blob) : marks_.end();
    return found == marks_.end() ? kNone : found->second;
  }

  void one_commit(uint32_t number) {
    const CommitNode& commit = graph_.commits()[number];
    std::vector<ObjectId> parents;
    for (const uint32_t parent : graph_.parents(number)) {
      parents.push_back(graph_.commits()[parent].tree);
    }
    const bool whole =
        compare_.run(commit.tree, parents, [&](const ComparedPath& at) { one_path(number, at); });
    if (!whole) {
      out_.errors.push_back(
          {ErrorCode::kTooLarge, "commit " + commit.id.hex() + ": too many paths lead to secrets"});
    }
  }

  void one_path(uint32_t number, const ComparedPath& at) {
    const Marks& now = marks_of(at.blob);
    if (at.blob) seen_.insert(*at.blob);
    for (const uint32_t mark : now) {
      const bool before = std::any_of(at.parents.begin(), at.parents.end(), [&](const auto& blob) {
        return marks_of(blob).contains(mark);
      });
      if (before) continue;
      Introduction found;
      found.mark = mark;
      found.path = at.path;
      found.blob = *at.blob;
      found.commit = graph_.commits()[number].id;
      out_.introductions.push_back(std::move(found));
      numbers_.push_back(number);
    }
    if (at.parents.empty()) return;
    for (const uint32_t mark : marks_of(at.parents.front())) {
      const bool everywhere =
          std::all_of(at.parents.begin(), at.parents.end(),
                      [&](const auto& blob) { return marks_of(blob).contains(mark); });
      if (everywhere && !now.contains(mark)) removals_[{at.path, mark}].push_back(number);
    }
  }

  void find_head(const std::vector<Ref>& refs) {
    if (refs.empty() || refs.front().name != "HEAD") return;
    const auto number = commit_of(reader_, graph_, refs.front().target);
    if (!number) return;
    std::set<Spot> head;
    compare_.run(graph_.commits()[*number].tree, {}, [&](const ComparedPath& at) {
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
    const std::vector<std::string> names = ref_names(reader_, graph_, refs);
    for (size_t i = 0; i < out_.introductions.size(); ++i) {
      const std::string& name = names[numbers_[i]];
      if (!name.empty()) out_.introductions[i].refs.push_back(name);
    }
  }

  const ObjectReader& reader_;
  CommitGraph& graph_;
  std::unordered_map<ObjectId, Marks, ObjectIdHash> marks_;
  TreeCompare compare_;
  std::set<ObjectId> seen_;
  std::vector<uint32_t> numbers_;  // of the introductions' commits
  std::map<Spot, std::vector<uint32_t>> removals_;
  Attribution out_;
};

}  // namespace

std::vector<std::string> ref_names(const ObjectReader& reader, const CommitGraph& graph,
                                   const std::vector<Ref>& refs) {
  std::vector<uint32_t> tips;
  std::vector<std::string> names;
  for (const Ref& ref : refs) {
    if (const auto number = commit_of(reader, graph, ref.target)) {
      tips.push_back(*number);
      names.push_back(ref.name);
    }
  }
  std::vector<std::string> out;
  for (const uint32_t owner : graph.owners(tips)) {
    out.push_back(owner < names.size() ? names[owner] : std::string());
  }
  return out;
}

Attribution attribute(const ObjectReader& reader, CommitGraph& graph, const MarkedTrees& trees,
                      const std::vector<MarkedBlob>& marked, const std::vector<Ref>& refs,
                      const std::function<void(uint64_t, uint64_t)>& progress) {
  Attributor attributor(reader, graph, trees, marked);
  return attributor.run(refs, progress);
}

}  // namespace rekey
