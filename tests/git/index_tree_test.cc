// The index's own knowledge of its tree: as git writes it, in every version, and damaged.
#include "scanner/git/index_tree.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "scanner/base/file.h"
#include "scanner/git/staged_changes.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

constexpr uint64_t kLargest = 1 << 20;

std::string index_of(const std::string& repository) {
  Result<std::string> bytes = read_file(repository + "/.git/index", kLargest);
  REQUIRE(bytes.ok());
  return *std::move(bytes);
}

// A repository with files in folders, one name longer than the flags can say, all of it committed.
std::string new_repository(const TempFolder& temp) {
  const std::string folder = temp.path() + "/repo";
  shell("git init -q -b main " + folder);
  for (int i = 0; i < 40; ++i) {
    temp.write("repo/folder" + std::to_string(i % 4) + "/file" + std::to_string(i),
               std::to_string(i) + "\n");
  }
  const std::string deep(200, 'd');
  std::string long_name = "repo";
  for (int i = 0; i < 3; ++i) long_name += "/" + deep;
  temp.write(long_name + "/x", "x\n");
  shell("cd " + folder +
        " && git add . && git -c user.name=a -c user.email=a@test.invalid commit -qm one");
  return folder;
}

std::vector<std::pair<std::string, std::optional<ObjectId>>> sorted(
    const std::vector<Change>& changes) {
  std::vector<std::pair<std::string, std::optional<ObjectId>>> out;
  out.reserve(changes.size());
  for (const Change& change : changes) out.emplace_back(change.path, change.blob);
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("the index's tree is the one git would commit, in versions 2, 3 and 4") {
  const TempFolder temp;
  const std::string folder = new_repository(temp);
  for (const std::string version : {"2", "4", "2"}) {
    shell("cd " + folder + " && git update-index --index-version " + version +
          " && git read-tree HEAD");
    const std::string tree = shell("git -C " + folder + " write-tree").substr(0, 40);
    const auto found = index_tree(index_of(folder));
    REQUIRE(found);
    CHECK(found->hex() == tree);
  }
  // An entry with extended flags makes version 3, and the tree unknown.
  shell("cd " + folder + " && echo new >new && git add -N new");
  CHECK_FALSE(index_tree(index_of(folder)));
}

TEST_CASE("a change of the index takes its tree away until git writes it again") {
  const TempFolder temp;
  const std::string folder = new_repository(temp);
  shell("cd " + folder + " && git write-tree && echo more >>folder1/file1 && git add .");
  CHECK_FALSE(index_tree(index_of(folder)));
  const std::string tree = shell("git -C " + folder + " write-tree").substr(0, 40);
  REQUIRE(index_tree(index_of(folder)));
  CHECK(index_tree(index_of(folder))->hex() == tree);
}

TEST_CASE("an index cut short or changed at any byte gives nothing or an id, never more") {
  const TempFolder temp;
  const std::string folder = new_repository(temp);
  shell("git -C " + folder + " write-tree");
  const std::string whole = index_of(folder);
  for (size_t size = 0; size < whole.size(); size += 7) {
    (void)index_tree(std::string_view(whole).substr(0, size));
  }
  std::mt19937_64 draw(7);
  for (int i = 0; i < 20000; ++i) {
    std::string bytes = whole;
    for (int j = 0; j < 3; ++j) bytes[draw() % bytes.size()] = static_cast<char>(draw());
    (void)index_tree(bytes);
  }
  CHECK_FALSE(index_tree(""));
  CHECK_FALSE(index_tree("DIRC"));
}

TEST_CASE("what the index's tree tells is what reading all entries tells") {
  const TempFolder temp;
  const std::string folder = new_repository(temp);
  shell("cd " + folder +
        " && git rm -q folder0/file0 && git mv folder1/file1 moved && echo new >folder2/new"
        " && echo more >>folder3/file3 && ln -s target link && git add ."
        " && git update-index --chmod=+x folder2/file2 && git write-tree");
  const Result<Repository> repository = Repository::open(folder);
  REQUIRE(repository.ok());
  for (const bool amend : {false, true}) {
    const auto known = known_changes(*repository, {amend, {}}, folder + "/.git/index");
    REQUIRE(known);
    const Result<std::vector<Change>> read = staged_changes(*repository, {amend, {}}, {});
    REQUIRE(read.ok());
    CHECK(sorted(*known) == sorted(*read));
    CHECK(known->size() >= 6);
  }
}

}  // namespace rekey::test
