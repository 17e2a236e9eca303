#include "scanner/git/commit_graph.h"

#include <algorithm>
#include <queue>
#include <tuple>

namespace rekey {
namespace {

using Numbers = std::unordered_map<ObjectId, uint32_t, ObjectIdHash>;

Numbers numbered(const std::vector<CommitNode>& commits) {
  Numbers numbers;
  numbers.reserve(commits.size());
  for (uint32_t i = 0; i < commits.size(); ++i) numbers.emplace(commits[i].id, i);
  return numbers;
}

// Kahn's algorithm; the queue makes the order a function of the commits alone.
std::vector<uint32_t> parents_first(const std::vector<CommitNode>& commits,
                                    const Numbers& numbers) {
  std::vector<std::vector<uint32_t>> children(commits.size());
  std::vector<uint32_t> waiting(commits.size());
  for (uint32_t i = 0; i < commits.size(); ++i) {
    for (const ObjectId& parent : commits[i].parents) {
      const auto found = numbers.find(parent);
      if (found == numbers.end()) continue;
      children[found->second].push_back(i);
      ++waiting[i];
    }
  }
  const auto later = [&](uint32_t a, uint32_t b) {
    return std::tie(commits[a].time, commits[a].id) > std::tie(commits[b].time, commits[b].id);
  };
  std::priority_queue<uint32_t, std::vector<uint32_t>, decltype(later)> ready(later);
  for (uint32_t i = 0; i < commits.size(); ++i) {
    if (waiting[i] == 0) ready.push(i);
  }
  std::vector<uint32_t> order;
  std::vector<bool> placed(commits.size());
  while (!ready.empty()) {
    const uint32_t next = ready.top();
    ready.pop();
    order.push_back(next);
    placed[next] = true;
    for (const uint32_t child : children[next]) {
      if (--waiting[child] == 0) ready.push(child);
    }
  }
  for (uint32_t i = 0; i < commits.size(); ++i) {
    if (!placed[i]) order.push_back(i);
  }
  return order;
}

}  // namespace

CommitGraph::CommitGraph(std::vector<CommitNode> commits) {
  const std::vector<uint32_t> order = parents_first(commits, numbered(commits));
  commits_.reserve(commits.size());
  for (const uint32_t i : order) commits_.push_back(std::move(commits[i]));
  numbers_ = numbered(commits_);
  parents_.resize(commits_.size());
  for (uint32_t i = 0; i < commits_.size(); ++i) {
    for (const ObjectId& parent : commits_[i].parents) {
      if (const auto number = find(parent)) parents_[i].push_back(*number);
    }
  }
  visited_.resize(commits_.size());
}

std::optional<uint32_t> CommitGraph::find(const ObjectId& id) const {
  const auto found = numbers_.find(id);
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

bool CommitGraph::is_ancestor(uint32_t ancestor, uint32_t commit) {
  ++search_;
  std::vector<uint32_t> open{commit};
  while (!open.empty()) {
    const uint32_t at = open.back();
    open.pop_back();
    if (at == ancestor) return true;
    for (const uint32_t parent : parents_[at]) {
      if (parent < ancestor || visited_[parent] == search_) continue;  // parents have lower numbers
      visited_[parent] = search_;
      open.push_back(parent);
    }
  }
  return false;
}

std::vector<uint32_t> CommitGraph::owners(const std::vector<uint32_t>& tips) const {
  const auto none = static_cast<uint32_t>(tips.size());
  std::vector<uint32_t> owner(commits_.size(), none);
  for (uint32_t tip = 0; tip < tips.size(); ++tip) {
    std::vector<uint32_t> open{tips[tip]};
    while (!open.empty()) {
      const uint32_t at = open.back();
      open.pop_back();
      if (owner[at] != none) continue;
      owner[at] = tip;
      for (const uint32_t parent : parents_[at]) open.push_back(parent);
    }
  }
  return owner;
}

}  // namespace rekey
