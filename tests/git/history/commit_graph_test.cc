// The order of commits is a function of the commits, however they come.
#include "scanner/git/history/commit_graph.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>
#include <tuple>

namespace rekey::test {
namespace {

// A history of `count` commits with merges, some without their parents, and clocks that are wrong
// by up to `skew`.
std::vector<CommitNode> drawn_commits(uint64_t seed, size_t count, int64_t skew) {
  std::mt19937_64 random(seed);
  std::vector<CommitNode> commits(count);
  for (size_t i = 0; i < count; ++i) {
    for (uint8_t& byte : commits[i].id.bytes) byte = static_cast<uint8_t>(random());
    std::fill(commits[i].id.bytes.begin() + ObjectId::kSha1, commits[i].id.bytes.end(), 0);
    commits[i].time =
        static_cast<int64_t>(i / 2) +
        (random() % 4 == 0 ? static_cast<int64_t>(random() % (2 * skew + 1)) - skew : 0);
    for (uint64_t parents = i == 0 ? 0 : random() % 3; parents > 0; --parents) {
      const size_t back = 1 + random() % std::min<size_t>(i, 20);
      commits[i].parents.push_back(commits[i - back].id);
    }
    if (random() % 50 == 0) commits[i].parents.push_back(ObjectId());
  }
  return commits;
}

// Parents first; of those that are ready the oldest, then the first by id. One look at all for
// each.
std::vector<ObjectId> slow_order(const std::vector<CommitNode>& commits) {
  std::set<ObjectId> there, placed;
  for (const CommitNode& commit : commits) there.insert(commit.id);
  std::vector<ObjectId> out;
  while (out.size() < commits.size()) {
    const CommitNode* best = nullptr;
    for (const CommitNode& commit : commits) {
      const bool is_ready = std::all_of(
          commit.parents.begin(), commit.parents.end(),
          [&](const ObjectId& id) { return !there.contains(id) || placed.contains(id); });
      if (placed.contains(commit.id) || !is_ready) continue;
      if (best == nullptr || std::tie(commit.time, commit.id) < std::tie(best->time, best->id)) {
        best = &commit;
      }
    }
    REQUIRE(best != nullptr);
    placed.insert(best->id);
    out.push_back(best->id);
  }
  return out;
}

std::vector<ObjectId> order_of(std::vector<CommitNode> commits) {
  const CommitGraph graph(std::move(commits));
  std::vector<ObjectId> out;
  for (uint32_t i = 0; i < graph.commits().size(); ++i) {
    out.push_back(graph.commits()[i].id);
    CHECK(graph.find(out.back()) == i);
    for (const uint32_t parent : graph.parents(i)) CHECK(parent < i);
  }
  return out;
}

TEST_CASE("Commits in any order, in order already, or nearly") {
  for (const int64_t skew : {0, 3, 200}) {
    for (uint64_t seed = 1; seed <= 12; ++seed) {
      CAPTURE(skew);
      CAPTURE(seed);
      std::vector<CommitNode> commits = drawn_commits(seed, 120, skew);
      const std::vector<ObjectId> expected = slow_order(commits);
      CHECK(order_of(commits) == expected);
      std::vector<CommitNode> ordered = CommitGraph(commits).commits();
      CHECK(order_of(ordered) == expected);
      std::mt19937_64 random(seed);
      std::swap(ordered[random() % 120], ordered[random() % 120]);
      CHECK(order_of(ordered) == expected);
      std::shuffle(commits.begin(), commits.end(), random);
      CHECK(order_of(commits) == expected);
      // A memory has most in order; then come new ones.
      std::vector<CommitNode> known =
          CommitGraph({commits.begin(), commits.begin() + 100}).commits();
      known.insert(known.end(), commits.begin() + 100, commits.end());
      CHECK(order_of(known) == expected);
    }
  }
  CHECK(order_of({}).empty());
}

TEST_CASE("Rings of commits come last, each once") {
  std::vector<CommitNode> commits = drawn_commits(5, 30, 0);
  commits[3].parents = ParentIds({commits[9].id});
  commits[9].parents = ParentIds({commits[3].id});
  for (int turn = 0; turn < 2; ++turn) {
    const CommitGraph graph(commits);
    std::set<ObjectId> ids;
    for (const CommitNode& commit : graph.commits()) ids.insert(commit.id);
    CHECK(ids.size() == commits.size());
    commits = graph.commits();
  }
}

}  // namespace
}  // namespace rekey::test
