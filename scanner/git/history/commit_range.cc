#include "scanner/git/history/commit_range.h"

#include <algorithm>
#include <deque>
#include <queue>
#include <unordered_map>

#include "scanner/git/history/commit_graph.h"

namespace rekey {
namespace {

// Commits looked at beyond the last that could matter if dates were right.
constexpr int kSlop = 64;

struct Node {
  ObjectId id;
  Commit commit;
  std::string bytes;  // while it is new
  bool included = false, excluded = false;
  bool missing = false, queued = false;

  [[nodiscard]] bool is_new() const { return included && !excluded && !missing; }
};

// Newest first, marks handed from children to parents. A commit whose mark changes after its turn
// gets another one, so dates decide only when to stop.
class RangeWalk {
 public:
  explicit RangeWalk(const ObjectReader& reader) : reader_(reader) {}

  Status start(const std::vector<ObjectId>& include, const std::vector<ObjectId>& exclude) {
    for (const ObjectId& id : include) {
      Node& node = node_of(id);
      if (node.missing) return fault_of(id);
      mark(node, true, false);
    }
    for (const ObjectId& id : exclude) mark(node_of(id), false, true);
    return {};
  }

  void run() {
    int slop = kSlop;
    while (!queue_.empty()) {
      Node& node = *queue_.top().node;
      const int64_t newest = queue_.top().time;
      if (waiting_ == 0 && newest < oldest_new_ && slop-- == 0) return;
      queue_.pop();
      node.queued = false;
      if (node.is_new()) {
        --waiting_;
        oldest_new_ = std::min(oldest_new_, node.commit.committer.time);
      }
      for (const ObjectId& id : node.commit.parents) {
        mark(node_of(id), node.included, node.excluded);
      }
    }
  }

  std::vector<RangeCommit> take() {
    std::vector<CommitNode> order;
    for (const Node& node : nodes_) {
      if (!node.is_new()) continue;
      order.push_back({node.id, node.commit.tree, node.commit.parents, node.commit.committer.time});
    }
    const CommitGraph graph(std::move(order));
    std::vector<RangeCommit> out;
    out.reserve(graph.commits().size());
    for (const CommitNode& commit : graph.commits()) {
      Node& node = *known_.at(commit.id);
      const bool is_cut = std::any_of(commit.parents.begin(), commit.parents.end(),
                                      [&](const ObjectId& id) { return known_.at(id)->missing; });
      out.push_back({node.id, std::move(node.commit), std::move(node.bytes), is_cut});
    }
    return out;
  }

 private:
  struct Turn {
    int64_t time = 0;
    Node* node = nullptr;
    bool operator<(const Turn& other) const { return time < other.time; }
  };

  [[nodiscard]] Error fault_of(const ObjectId& id) const {
    const Result<Object> object = reader_.read(id);
    if (!object || object->type != ObjectType::kCommit) {
      return {ErrorCode::kNotFound, id.hex() + ": no such commit"};
    }
    const Result<Commit> commit = parse_commit(object->bytes);
    return {ErrorCode::kMalformed,
            "commit " + id.hex() + ": " + (commit ? "unreadable" : commit.error().message)};
  }

  Node& node_of(const ObjectId& id) {
    const auto [at, is_new] = known_.try_emplace(id, nullptr);
    if (!is_new) return *at->second;
    Node& node = nodes_.emplace_back();
    at->second = &node;
    node.id = id;
    node.missing = true;
    Result<Object> object = reader_.read(id);
    if (!object || object->type != ObjectType::kCommit) return node;
    Result<Commit> commit = parse_commit(object->bytes);
    if (!commit) return node;
    node.missing = false;
    node.commit = *std::move(commit);
    node.bytes = std::move(object->bytes);
    return node;
  }

  void mark(Node& node, bool included, bool excluded) {
    if (node.missing) return;
    const bool was_waiting = node.queued && node.is_new();
    const bool changes = (included && !node.included) || (excluded && !node.excluded);
    node.included = node.included || included;
    node.excluded = node.excluded || excluded;
    if (!changes) return;
    if (node.excluded) node.bytes = std::string();
    if (!node.queued) {
      node.queued = true;
      queue_.push({node.commit.committer.time, &node});
    }
    if (node.is_new() && !was_waiting) ++waiting_;
    if (!node.is_new() && was_waiting) --waiting_;
  }

  const ObjectReader& reader_;
  std::deque<Node> nodes_;  // they stay where they are
  std::unordered_map<ObjectId, Node*, ObjectIdHash> known_;
  std::priority_queue<Turn> queue_;
  size_t waiting_ = 0;  // new ones in the queue
  int64_t oldest_new_ = INT64_MAX;
};

}  // namespace

Result<std::vector<RangeCommit>> commits_between(const ObjectReader& reader,
                                                 const std::vector<ObjectId>& include,
                                                 const std::vector<ObjectId>& exclude) {
  RangeWalk walk(reader);
  const Status started = walk.start(include, exclude);
  if (!started) return started.error();
  walk.run();
  return walk.take();
}

}  // namespace rekey
