#include "scanner/git/history/attribution.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>

#include "scanner/base/append.h"
#include "scanner/base/threads.h"
#include "scanner/git/history/commit_graph.h"
#include "scanner/git/history/commit_marks.h"
#include "scanner/git/history/tree_compare.h"
#include "scanner/git/object/object.h"

namespace rekey {
namespace {

constexpr uint32_t kProgressStep = 256;  // commits

constexpr size_t kAhead = IdNumbers::kAhead;  // refs

constexpr uint64_t kLargestTag = uint64_t{256} << 20;

// Of commits in the graph nothing is read. What is larger than any tag is no tag.
RefEnd end_in(const CommitGraph& graph, StoreReader& reader, const Ref& ref) {
  return end_of(ref, [&](const ObjectId& id) -> Result<Object> {
    if (graph.find(id)) return Object{ObjectType::kCommit, {}};
    Result<Object> object = reader.read(id, kLargestTag);
    const bool is_large = !object && object.error().code == ErrorCode::kTooLarge;
    return is_large ? Object{ObjectType::kBlob, {}} : object;
  });
}

class Attributor {
 public:
  Attributor(CommitGraph& graph, const MarkedTrees& trees, const std::vector<MarkedBlob>& marked,
             const RefNames& names, Deadline deadline)
      : graph_(graph),
        trees_(trees),
        marked_(marked),
        names_(names),
        deadline_(deadline),
        seen_(marked.size()) {
    out_.errors = trees.errors();
    for (const MarkedBlob& blob : marked) {
      MarkNumbers& marks = marks_.emplace_back(blob.marks);
      std::sort(marks.begin(), marks.end());
      marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
    }
    for (const CommitNode& commit : graph.commits()) roots_.push_back(trees.find(commit.tree));
  }

  Attribution run(unsigned threads, const std::function<void(uint64_t, uint64_t)>& progress) {
    if (!marks_.empty()) find_changes(threads, progress);
    find_head();
    find_removals();
    name_refs();
    for (size_t blob = 0; blob < marked_.size(); ++blob) {
      if (!seen_[blob]) out_.orphans.push_back(marked_[blob].blob);
    }
    return std::move(out_);
  }

 private:
  // Each thread has some of the commits, one after the other; the first one's share tells how far
  // all are.
  void find_changes(unsigned threads, const std::function<void(uint64_t, uint64_t)>& progress) {
    const size_t count = graph_.commits().size();
    std::vector<MarkChanges> parts(threads);
    const CommitMarks commits{graph_, trees_, marked_, marks_, roots_, deadline_};
    on_threads(threads, [&](size_t part) {
      std::function<void(uint32_t)> done;
      if (part == 0 && progress) {
        done = [&](uint32_t at) {
          if (at % kProgressStep == 0) progress(uint64_t{at} * threads, count);
        };
      }
      parts[part] = mark_changes(commits, static_cast<uint32_t>(part_begin(part, threads, count)),
                                 static_cast<uint32_t>(part_begin(part + 1, threads, count)), done);
    });
    bool has_more = false;
    for (MarkChanges& part : parts) {
      has_more = has_more || part.has_more;
      add(std::move(part));
    }
    if (out_.introductions.size() <= MarkChanges::kMost && !has_more) return;
    out_.introductions.resize(std::min(out_.introductions.size(), MarkChanges::kMost));
    numbers_.resize(out_.introductions.size());
    out_.errors.push_back({ErrorCode::kTooLarge, "history: secrets came to more places than " +
                                                     std::to_string(MarkChanges::kMost) +
                                                     ": the first ones are looked at"});
  }

  void add(MarkChanges part) {
    append(out_.introductions, std::move(part.introductions));
    append(out_.errors, std::move(part.errors));
    append(numbers_, std::move(part.numbers));
    for (size_t blob = 0; blob < part.seen.size(); ++blob) {
      if (part.seen[blob]) seen_[blob] = true;
    }
    for (auto& [path, number] : part.removals) {
      if (removals_seen_++ == MarkChanges::kMost) return;
      removals_[std::move(path)].push_back(number);
    }
  }

  void find_head() {
    const auto number = names_.head();
    if (!number) return;
    std::unordered_map<std::string_view, std::vector<Introduction*>> by_path;
    for (Introduction& found : out_.introductions) by_path[found.path].push_back(&found);
    TreeCompare(trees_).run(roots_[*number], {}, [&](const ComparedPath& at) {
      const auto here = by_path.find(at.path);
      if (at.blob == MarkedTrees::kNone || here == by_path.end()) return;
      const MarkNumbers& marks = marks_[at.blob];
      for (Introduction* found : here->second) {
        if (std::binary_search(marks.begin(), marks.end(), found->mark)) found->in_head = true;
      }
    });
  }

  void find_removals() {
    for (size_t i = 0; i < out_.introductions.size(); ++i) {
      Introduction& found = out_.introductions[i];
      const auto removals = removals_.find({found.path, found.mark});
      if (found.in_head || removals == removals_.end()) continue;
      const std::vector<uint32_t>& all = removals->second;  // they ascend
      for (auto at = std::upper_bound(all.begin(), all.end(), numbers_[i]); at != all.end(); ++at) {
        if (!graph_.is_ancestor(numbers_[i], *at)) continue;
        found.removed_in = graph_.commits()[*at].id;
        break;
      }
    }
  }

  void name_refs() {
    for (size_t i = 0; i < out_.introductions.size(); ++i) {
      const std::string& name = names_.of(numbers_[i]);
      if (!name.empty()) out_.introductions[i].refs.push_back(name);
    }
  }

  CommitGraph& graph_;
  const MarkedTrees& trees_;
  const std::vector<MarkedBlob>& marked_;
  const RefNames& names_;
  Deadline deadline_;
  size_t removals_seen_ = 0;
  std::vector<MarkNumbers> marks_;  // by blob
  std::vector<bool> seen_;          // blobs on a commit's tree
  std::vector<uint32_t> roots_;     // by commit: its tree
  std::vector<uint32_t> numbers_;   // of the introductions' commits
  std::map<MarkedPath, std::vector<uint32_t>> removals_;
  Attribution out_;
};

}  // namespace

RefNames::RefNames(StoreReader& reader, const CommitGraph& graph, const std::vector<Ref>& refs) {
  std::vector<uint32_t> tips;
  commits_.reserve(refs.size());
  tips.reserve(refs.size());
  names_.reserve(refs.size() + 1);
  for (size_t i = 0; i < refs.size(); ++i) {
    if (i + 2 * kAhead < refs.size()) {
      graph.prefetch(refs[i + 2 * kAhead].target);
      graph.prefetch_id(refs[i + kAhead].target);
    }
    auto number = graph.find(refs[i].target);
    if (!number) {
      const RefEnd& end = ends_.emplace_back(end_in(graph, reader, refs[i]));
      if (end.type == ObjectType::kCommit) number = graph.find(end.object);
    }
    commits_.push_back(number);
    if (!number) continue;
    tips.push_back(*number);
    names_.push_back(&refs[i].name);
  }
  static const std::string kNone;
  names_.push_back(&kNone);
  owners_ = graph.owners(tips);
  if (head_of(refs) != nullptr) head_ = commit(0);
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

Attribution attribute(CommitGraph& graph, const MarkedTrees& trees,
                      const std::vector<MarkedBlob>& marked, const RefNames& names,
                      unsigned threads, const std::function<void(uint64_t, uint64_t)>& progress,
                      Deadline deadline) {
  return Attributor(graph, trees, marked, names, deadline).run(threads, progress);
}

}  // namespace rekey
