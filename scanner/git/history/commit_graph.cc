#include "scanner/git/history/commit_graph.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

namespace rekey {
namespace {

constexpr size_t kAhead = IdNumbers::kAhead;  // commits

// The other direction of the parents.
struct Children {
  std::vector<uint32_t> ends, numbers;  // as CommitGraph has the parents
};

Children children_of(const CommitGraph& graph) {
  const size_t count = graph.commits().size();
  Children out;
  out.ends.resize(count + 1);
  for (uint32_t i = 0; i < count; ++i) {
    for (const uint32_t parent : graph.parents(i)) ++out.ends[parent + 1];
  }
  for (size_t i = 1; i <= count; ++i) out.ends[i] += out.ends[i - 1];
  out.numbers.resize(out.ends.back());
  std::vector<uint32_t> next(out.ends.begin(), out.ends.end() - 1);
  for (uint32_t i = 0; i < count; ++i) {
    for (const uint32_t parent : graph.parents(i)) out.numbers[next[parent]++] = i;
  }
  return out;
}

// Kahn's algorithm, for a graph whose numbers are in order of time. Of those that are ready the one
// with the lowest number is next; one whose number was passed, as a parent's clock was wrong, is
// ready as soon as its last parent is placed.
std::vector<uint32_t> parents_first(const CommitGraph& graph) {
  const auto count = static_cast<uint32_t>(graph.commits().size());
  const Children children = children_of(graph);
  std::vector<uint32_t> waiting(count);
  for (uint32_t i = 0; i < count; ++i) waiting[i] = static_cast<uint32_t>(graph.parents(i).size());
  std::priority_queue<uint32_t, std::vector<uint32_t>, std::greater<>> ready;
  std::vector<uint32_t> order;
  order.reserve(count);
  std::vector<bool> placed(count);
  for (uint32_t at = 0; at < count; ++at) {
    if (waiting[at] == 0) ready.push(at);
    while (!ready.empty()) {
      const uint32_t next = ready.top();
      ready.pop();
      order.push_back(next);
      placed[next] = true;
      for (uint32_t i = children.ends[next]; i < children.ends[next + 1]; ++i) {
        const uint32_t child = children.numbers[i];
        if (--waiting[child] == 0 && child < at) ready.push(child);
      }
    }
  }
  for (uint32_t i = 0; i < count; ++i) {
    if (!placed[i]) order.push_back(i);
  }
  return order;
}

// commits[i] becomes what commits[order[i]] was; in place, along the cycles: there are many.
void put_in_order(std::vector<CommitNode>& commits, std::vector<uint32_t> order) {
  for (uint32_t start = 0; start < order.size(); ++start) {
    if (order[start] == start) continue;
    CommitNode first = std::move(commits[start]);
    uint32_t at = start;
    while (order[at] != start) {
      commits[at] = std::move(commits[order[at]]);
      at = std::exchange(order[at], at);
    }
    commits[at] = std::move(first);
    order[at] = at;
  }
}

std::vector<CommitNode> by_time(std::vector<CommitNode> commits) {
  put_in_order(commits, order_by_time(commits));
  return commits;
}

}  // namespace

// A cache gives those that it knows in order, then come the new ones.
std::vector<uint32_t> order_by_time(const std::vector<CommitNode>& commits) {
  std::vector<std::pair<int64_t, uint32_t>> order;
  order.reserve(commits.size());
  for (uint32_t i = 0; i < commits.size(); ++i) order.emplace_back(commits[i].time, i);
  const auto before = [&](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : commits[a.second].id < commits[b.second].id;
  };
  const auto known = std::is_sorted_until(order.begin(), order.end(), before);
  std::sort(known, order.end(), before);
  std::inplace_merge(order.begin(), known, order.end(), before);
  std::vector<uint32_t> numbers;
  numbers.reserve(order.size());
  for (const auto& [time, number] : order) numbers.push_back(number);
  return numbers;
}

// By time first: relatives are neighbours in memory then, and where no clock was wrong it is the
// order already.
CommitGraph::CommitGraph(std::vector<CommitNode> commits) : commits_(by_time(std::move(commits))) {
  number();
  link_parents();
  if (!parents_come_first()) renumber(parents_first(*this));
  visited_.resize(commits_.size());
}

bool CommitGraph::parents_come_first() const {
  for (uint32_t i = 0; i < commits_.size(); ++i) {
    for (const uint32_t parent : parents(i)) {
      if (parent >= i) return false;
    }
  }
  return true;
}

void CommitGraph::number() {
  numbers_ = IdNumbers(commits_.size());
  for (uint32_t i = 0; i < commits_.size(); ++i) {
    if (i + kAhead < commits_.size()) numbers_.prefetch(commits_[i + kAhead].id);
    numbers_.add(i, id_of());
  }
}

void CommitGraph::link_parents() {
  parent_ends_.assign(1, 0);
  parent_ends_.reserve(commits_.size() + 1);
  for (size_t i = 0; i < commits_.size(); ++i) {
    if (i + 2 * kAhead < commits_.size()) {
      for (const ObjectId& parent : commits_[i + 2 * kAhead].parents) prefetch(parent);
      for (const ObjectId& parent : commits_[i + kAhead].parents) prefetch_id(parent);
    }
    for (const ObjectId& parent : commits_[i].parents) {
      if (const auto number = find(parent)) parents_.push_back(*number);
    }
    parent_ends_.push_back(static_cast<uint32_t>(parents_.size()));
  }
}

// `order`: the old numbers in the new order.
void CommitGraph::renumber(const std::vector<uint32_t>& order) {
  std::vector<uint32_t> numbers(order.size());  // the new ones, by old
  for (uint32_t i = 0; i < order.size(); ++i) numbers[order[i]] = i;
  std::vector<uint32_t> parents, ends{0};
  parents.reserve(parents_.size());
  ends.reserve(order.size() + 1);
  for (const uint32_t old : order) {
    for (const uint32_t parent : this->parents(old)) parents.push_back(numbers[parent]);
    ends.push_back(static_cast<uint32_t>(parents.size()));
  }
  put_in_order(commits_, order);
  numbers_.renumber(numbers);
  parents_ = std::move(parents);
  parent_ends_ = std::move(ends);
}

std::optional<uint32_t> CommitGraph::find(const ObjectId& id) const {
  const uint32_t number = numbers_.find(id, id_of());
  return number == IdNumbers::kNone ? std::nullopt : std::optional(number);
}

bool CommitGraph::is_ancestor(uint32_t ancestor, uint32_t commit) {
  ++search_;
  std::vector<uint32_t> open{commit};
  while (!open.empty()) {
    const uint32_t at = open.back();
    open.pop_back();
    if (at == ancestor) return true;
    for (const uint32_t parent : parents(at)) {
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
      for (const uint32_t parent : parents(at)) open.push_back(parent);
    }
  }
  return owner;
}

}  // namespace rekey
