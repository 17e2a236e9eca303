// Attribution against the definition, computed the slow way from `git ls-tree` of every commit.
#include "scanner/git/history/attribution.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <tuple>

#include "tests/support/history_builder.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

constexpr uint32_t kMarks = 4;

// A file that carries the marks of `bits`, told apart by `noise`.
std::string content(uint32_t bits, uint64_t noise) {
  std::string out;
  for (uint32_t mark = 0; mark < kMarks; ++mark) {
    if ((bits >> mark & 1) != 0) out += "mark" + std::to_string(mark) + "\n";
  }
  return out + std::to_string(noise % 3) + "\n";
}

struct Slow {
  std::vector<std::string> commits;  // parents first
  std::map<std::string, std::vector<std::string>> parents;
  std::map<std::string, std::map<std::string, std::string>> trees;  // path to blob
  std::map<std::string, std::set<uint32_t>> marks;                  // by blob
};

Slow read_slowly(const std::string& folder) {
  const std::string git = "git -C " + shell_word(folder) + " ";
  Slow out;
  std::istringstream log(shell(git + "log --all --topo-order --reverse --format='%H %P'"));
  for (std::string line; std::getline(log, line);) {
    std::istringstream words(line);
    std::string id, parent;
    words >> id;
    out.commits.push_back(id);
    out.trees[id];  // also when it is empty
    while (words >> parent) out.parents[id].push_back(parent);
    std::istringstream tree(shell(git + "ls-tree -r " + id));
    for (std::string entry; std::getline(tree, entry);) {
      std::istringstream fields(entry);
      std::string mode, type, blob, path;
      fields >> mode >> type >> blob >> path;
      out.trees[id][path] = blob;
      if (out.marks.contains(blob)) continue;
      const std::string text = shell(git + "cat-file blob " + blob);
      auto& marks = out.marks[blob];
      for (uint32_t mark = 0; mark < kMarks; ++mark) {
        if (text.find("mark" + std::to_string(mark)) != std::string::npos) marks.insert(mark);
      }
    }
  }
  return out;
}

bool has(const Slow& slow, const std::string& commit, const std::string& path, uint32_t mark) {
  const auto& tree = slow.trees.at(commit);
  const auto found = tree.find(path);
  return found != tree.end() && slow.marks.at(found->second).contains(mark);
}

using Key = std::tuple<std::string, std::string, uint32_t>;  // commit, path, mark

std::set<Key> introductions(const Slow& slow) {
  std::set<Key> out;
  for (const std::string& commit : slow.commits) {
    const auto parents = slow.parents.find(commit);
    for (const auto& [path, blob] : slow.trees.at(commit)) {
      for (const uint32_t mark : slow.marks.at(blob)) {
        const bool before = parents != slow.parents.end() &&
                            std::any_of(parents->second.begin(), parents->second.end(),
                                        [&, &at = path](const auto& parent) {
                                          return has(slow, parent, at, mark);
                                        });
        if (!before) out.emplace(commit, path, mark);
      }
    }
  }
  return out;
}

// Merges of two and three parents, criss-cross ones, moves, removals, returns.
void random_history(HistoryBuilder& builder, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<int> made;
  for (int i = 0; i < 40; ++i) {
    NewCommit commit;
    commit.ref = "refs/heads/b" + std::to_string(random() % 3);
    if (i == 39) commit.ref = "refs/heads/main";
    const size_t parents = made.empty() ? 0 : std::min<size_t>(made.size(), 1 + random() % 5 / 2);
    while (commit.parents.size() < parents) {
      const int parent = made[made.size() - 1 - random() % std::min<size_t>(made.size(), 6)];
      if (std::find(commit.parents.begin(), commit.parents.end(), parent) == commit.parents.end()) {
        commit.parents.push_back(parent);
      }
    }
    for (size_t n = random() % 4; n > 0; --n) {
      const std::string path = std::string(random() % 2 == 0 ? "" : "dir/") +
                               std::string(1, static_cast<char>('a' + random() % 4));
      if (random() % 4 == 0) {
        commit.files.push_back({path, "", true});
      } else {
        commit.files.push_back({path, content(static_cast<uint32_t>(random() % 16), random())});
      }
    }
    made.push_back(builder.commit(commit));
    // Whatever a ref's move leaves behind stays reachable.
    builder.tag("t" + std::to_string(i), made.back(), "kept");
  }
}

Attribution attributed(const std::string& folder, const Slow& slow) {
  Result<Repository> repository = Repository::open(folder);
  REQUIRE(repository.ok());
  std::vector<Error> errors;
  Result<ObjectStore> store = ObjectStore::open(*repository, errors);
  REQUIRE(store.ok());
  store->link(2);
  Result<StoreReader> reader = StoreReader::open(*store);
  REQUIRE(reader.ok());
  std::vector<CommitNode> nodes;
  for (const std::string& id : slow.commits) {
    Result<Object> object = reader->read(*ObjectId::from_hex(id));
    REQUIRE(object.ok());
    Result<Commit> commit = parse_commit(object->bytes);
    REQUIRE(commit.ok());
    nodes.push_back(
        {*ObjectId::from_hex(id), commit->tree, commit->parents, commit->committer.time});
  }
  std::vector<MarkedBlob> marked;
  for (const auto& [blob, marks] : slow.marks) {
    if (!marks.empty()) {
      marked.push_back({*ObjectId::from_hex(blob), {marks.begin(), marks.end()}});
    }
  }
  const std::vector<Ref> refs = repository->refs().refs;
  std::vector<ObjectId> ids;
  for (const MarkedBlob& blob : marked) ids.push_back(blob.blob);
  Result<MarkedTrees> trees = MarkedTrees::read(*store, 2, ids);
  REQUIRE(trees.ok());
  CommitGraph graph(std::move(nodes));
  return attribute(graph, *trees, marked, RefNames(*reader, graph, refs), 3, {});
}

TEST_CASE("Introductions, removals and HEAD are what the definition says, on random histories") {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    CAPTURE(seed);
    HistoryBuilder builder;
    random_history(builder, seed);
    const TempFolder folder;
    (void)builder.write(folder.path());
    const Slow slow = read_slowly(folder.path());
    const Attribution found = attributed(folder.path(), slow);
    CHECK(found.errors.empty());
    std::set<Key> keys;
    const std::string head =
        shell("git -C " + shell_word(folder.path()) + " rev-parse HEAD").substr(0, 40);
    for (const Introduction& at : found.introductions) {
      keys.emplace(at.commit.hex(), at.path, at.mark);
      CHECK(at.in_head == has(slow, head, at.path, at.mark));
      CHECK(slow.trees.at(at.commit.hex()).at(at.path) == at.blob.hex());
      CHECK_FALSE(at.refs.empty());
      if (!at.removed_in) continue;
      CHECK_FALSE(has(slow, at.removed_in->hex(), at.path, at.mark));
      for (const std::string& parent : slow.parents.at(at.removed_in->hex())) {
        CHECK(has(slow, parent, at.path, at.mark));
      }
    }
    CHECK(keys == introductions(slow));
    CHECK(keys.size() == found.introductions.size());
    CHECK(keys.size() > 20);
  }
}

}  // namespace
}  // namespace rekey::test
