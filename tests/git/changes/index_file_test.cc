// The index as git writes it, in every form, and damaged: what is read is what git would commit.
#include "scanner/git/changes/index_file.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <sstream>

#include "scanner/base/digest.h"
#include "scanner/base/file.h"
#include "scanner/git/changes/index_trees.h"
#include "scanner/git/changes/staged_changes.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

constexpr uint64_t kLargest = 1 << 24;

std::string git(const std::string& folder, const std::string& words) {
  return shell("git -C " + folder + " -c user.name=a -c user.email=a@test.invalid " + words);
}

Result<IndexFile> index_of(const std::string& folder) {
  return IndexFile::read(folder + "/.git/index", folder + "/.git/", ObjectId::kSha1);
}

// A repository with files in folders, one of them deep, all of it committed.
std::string new_repository(const TempFolder& temp) {
  const std::string folder = temp.path() + "/repo";
  shell("git init -q -b main " + folder);
  for (int i = 0; i < 40; ++i) {
    temp.write("repo/folder" + std::to_string(i % 4) + "/file" + std::to_string(i),
               std::to_string(i) + "\n");
  }
  std::string long_name = "repo";
  for (int i = 0; i < 3; ++i) long_name += "/" + std::string(200, 'd');
  temp.write(long_name + "/x", "x\n");
  temp.write("repo/folder1/below/x", "x\n");
  git(folder, "add .");
  git(folder, "commit -qm one");
  return folder;
}

// As `git ls-files --stage` prints them.
std::string listed(const IndexFile& index) {
  std::ostringstream out;
  for (const IndexEntry& entry : index.entries()) {
    out << std::oct << entry.mode << std::dec << ' '
        << ObjectId::from_raw(entry.id, entry.id.size()).hex() << ' ' << int{entry.stage} << '\t'
        << entry.path << '\n';
  }
  return out.str();
}

// The tree that `git write-tree` makes; "" when it refuses.
std::string written_tree(const std::string& folder) {
  const std::string out = shell("git -C " + folder + " write-tree 2>/dev/null || true");
  return out.substr(0, out.find('\n'));
}

std::string made_tree(const Repository& repository, const IndexFile& index) {
  const Result<ObjectReader> reader = ObjectReader::open(repository);
  REQUIRE(reader.ok());
  const Result<IndexTrees> trees = index_trees(index, reader.value());
  return trees ? trees.value().root.hex() : trees.error().message;
}

// As git's raw form, of blobs alone.
std::string told(std::vector<Change> changes) {
  std::vector<std::string> lines;
  for (const Change& change : changes) {
    std::string line = change.path + (change.blob ? " " + change.blob->hex() : " gone");
    for (const ObjectId& before : change.before) line += " was " + before.hex();
    lines.push_back(line + "\n");
  }
  std::sort(lines.begin(), lines.end());
  std::string out;
  for (const std::string& line : lines) out += line;
  return out;
}

std::string told_by_git(const std::string& folder) {
  std::istringstream lines(git(
      folder, "diff-index --cached --raw --no-renames --no-abbrev --ita-invisible-in-index HEAD"));
  std::vector<Change> changes;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string mode, new_mode, before, after, status;
    words >> mode >> new_mode >> before >> after >> status;
    Change change;
    change.path = line.substr(line.find('\t') + 1);
    if (status != "D") change.blob = ObjectId::from_hex(after);
    if (status != "A") change.before.push_back(*ObjectId::from_hex(before));
    if (before != after) changes.push_back(change);
  }
  return told(changes);
}

void check_against_git(const std::string& folder, const std::string& what) {
  CAPTURE(what);
  const Result<IndexFile> index = index_of(folder);
  REQUIRE_MESSAGE(index.ok(), index.error().message);
  CHECK(listed(index.value()) == git(folder, "ls-files --stage"));
  const Result<Repository> repository = Repository::open(folder);
  REQUIRE(repository.ok());
  const Result<StagedChanges> staged = staged_changes(repository.value(), {}, index.value());
  REQUIRE_MESSAGE(staged.ok(), staged.error().message);
  CHECK(staged.value().errors.empty());
  CHECK(told(staged.value().changes) == told_by_git(folder));
  const std::string tree = made_tree(repository.value(), index.value());
  CHECK(tree == written_tree(folder));  // last: it writes the cached trees
  CHECK(made_tree(repository.value(), index_of(folder).value()) == tree);
}

void change_some(const std::string& folder) {
  shell("cd " + folder +
        " && git rm -q folder0/file0 && git mv folder1/file1 moved && echo new >folder2/new"
        " && echo more >>folder3/file3 && ln -s target link && git add ."
        " && git update-index --chmod=+x folder2/file2");
}

}  // namespace

TEST_CASE("entries, trees and changes are those that git tells, in every form of the index") {
  const TempFolder temp;
  const std::string folder = new_repository(temp);
  check_against_git(folder, "committed");
  for (const std::string version : {"2", "3", "4"}) {
    git(folder, "reset -q --hard");
    git(folder, "update-index --index-version " + version);
    check_against_git(folder, "version " + version);
    change_some(folder);
    check_against_git(folder, "changed, version " + version);
    shell("cd " + folder +
          " && echo wanted >wanted && git add -N wanted && echo x >folder1/below/y"
          " && git add folder1/below/y && git update-index --assume-unchanged folder1/below/y"
          " && git update-index --skip-worktree folder2/new");
    check_against_git(folder, "with bits, version " + version);
    git(folder, "rm -qf --cached wanted");
    git(folder, "-c index.skipHash=true update-index --force-write-index");
    check_against_git(folder, "without a sum, version " + version);
    git(folder, "update-index --split-index");
    shell("cd " + folder +
          " && echo again >>folder3/file3 && git rm -q --cached folder3/file7"
          " && echo z >zz && git add zz folder3/file3");
    check_against_git(folder, "split, version " + version);
    git(folder, "update-index --no-split-index");
  }
  git(folder, "reset -q --hard");
  git(folder,
      "-c index.threads=2 -c index.recordEndOfIndexEntries=true -c"
      " index.recordOffsetTable=true update-index --force-write-index --index-version 4");
  check_against_git(folder, "with an end and a table of starts");
}

TEST_CASE("a sparse index has its folders' blobs") {
  const TempFolder temp;
  const std::string folder = new_repository(temp);
  git(folder, "sparse-checkout set --cone --sparse-index folder1");
  const Result<IndexFile> index = index_of(folder);
  REQUIRE(index.ok());
  CHECK(std::any_of(index.value().entries().begin(), index.value().entries().end(),
                    [](const IndexEntry& entry) { return entry.is_folder(); }));
  const Result<Repository> repository = Repository::open(folder);
  REQUIRE(repository.ok());
  std::vector<Error> errors;
  CHECK(indexed_blobs(repository.value(), index.value(), errors).size() == 42);
  CHECK(errors.empty());
  shell("cd " + folder + " && echo new >folder1/new && git add folder1/new");
  const Result<IndexFile> changed = index_of(folder);
  REQUIRE(changed.ok());
  CHECK(made_tree(repository.value(), changed.value()) == written_tree(folder));
  const auto staged = staged_changes(repository.value(), {}, changed.value());
  REQUIRE(staged.ok());
  CHECK(staged.value().changes.size() == 1);
}

TEST_CASE("a cached tree counts as it does for git: while its object is there") {
  const TempFolder temp;
  const std::string folder = new_repository(temp);
  const std::string head = written_tree(folder);
  shell("cd " + folder +
        " && echo hidden >>folder1/file1 && git add folder1/file1 &&"
        " git write-tree");
  std::string bytes = read_file(folder + "/.git/index", kLargest).value();
  const std::string told_tree = written_tree(folder);
  const auto put = [&](const std::string& hex) {
    std::string changed = bytes;
    const ObjectId from = *ObjectId::from_hex(told_tree), to = *ObjectId::from_hex(hex);
    const size_t at = changed.find(from.raw());
    REQUIRE(at != std::string::npos);
    changed.replace(at, from.size(), to.raw());
    changed.resize(changed.size() - ObjectId::kSha1);
    const auto sum = sha1(changed);
    changed.append(reinterpret_cast<const char*>(sum.data()), sum.size());
    temp.write("repo/.git/index", changed);
  };
  const Result<Repository> repository = Repository::open(folder);
  REQUIRE(repository.ok());
  for (const std::string& tree : {head, std::string(40, 'a')}) {
    put(tree);
    CHECK(made_tree(repository.value(), index_of(folder).value()) == written_tree(folder));
  }
  CHECK(written_tree(folder) == told_tree);
}

TEST_CASE("a damaged index is an error, or what git reads in it too") {
  const TempFolder temp;
  const std::string folder = new_repository(temp);
  const Result<Repository> repository = Repository::open(folder);
  REQUIRE(repository.ok());
  std::mt19937_64 draw(7);
  size_t read = 0, refused = 0;
  for (const std::string form : {"--index-version 2", "--index-version 4", "--split-index"}) {
    git(folder, "reset -q --hard");
    git(folder, "update-index " + form);
    change_some(folder);
    const std::string whole = read_file(folder + "/.git/index", kLargest).value();
    for (size_t i = 0; i < 120; ++i) {
      std::string bytes = whole;
      const size_t kind = draw() % 4;
      if (kind == 0) bytes.resize(draw() % bytes.size());
      if (kind == 1) bytes.erase(draw() % bytes.size(), 1 + draw() % 40);
      for (size_t j = kind; j < 4; ++j) {
        if (!bytes.empty()) bytes[draw() % bytes.size()] = static_cast<char>(draw());
      }
      if (i % 3 != 0 && bytes.size() > ObjectId::kSha1) {
        bytes.resize(bytes.size() - ObjectId::kSha1);
        const auto sum = sha1(bytes);
        bytes.append(reinterpret_cast<const char*>(sum.data()), sum.size());
      }
      temp.write("repo/.git/index", bytes);
      const Result<IndexFile> index = index_of(folder);
      ++(index ? read : refused);
      if (!index) continue;
      const std::string tree = made_tree(repository.value(), index.value());
      const std::string by_git = written_tree(folder);
      if (tree.size() == 40 && !by_git.empty()) CHECK(tree == by_git);
    }
    temp.write("repo/.git/index", whole);
  }
  CHECK(read > 20);
  CHECK(refused > 100);
}

TEST_CASE("what would make git read other entries than stand in a row is refused") {
  const TempFolder temp;
  const std::string folder = new_repository(temp);
  const std::string whole = read_file(folder + "/.git/index", kLargest).value();
  const std::string body = whole.substr(0, whole.size() - ObjectId::kSha1);
  const auto with = [&](const std::string& bytes) {
    const auto sum = sha1(bytes);
    return IndexFile::parse(
        bytes + std::string(reinterpret_cast<const char*>(sum.data()), sum.size()),
        ObjectId::kSha1);
  };
  const auto extension = [](const std::string& name, const std::string& bytes) {
    return name + std::string(3, '\0') + static_cast<char>(bytes.size()) + bytes;
  };
  CHECK(with(body).ok());
  CHECK(with(body + extension("XYZW", "anything")).ok());
  CHECK_FALSE(with(body + extension("xyzw", "anything")).ok());
  CHECK_FALSE(with(body + extension("XYZW", "anything") + "XYZ").ok());
  CHECK_FALSE(with(body + extension("IEOT", std::string(12, '\0'))).ok());
  CHECK_FALSE(with(body + extension("EOIE", std::string(24, '\0'))).ok());
  CHECK_FALSE(with(body + extension("XYZW", extension("EOIE", std::string(24, '\0')))).ok());
  CHECK_FALSE(with(body + extension("TREE", "")).ok());
  CHECK_FALSE(IndexFile::parse("", ObjectId::kSha1).ok());
  CHECK_FALSE(IndexFile::parse("DIRC", ObjectId::kSha1).ok());
  std::string many = body;
  many.replace(8, 4, 4, '\xFF');
  CHECK_FALSE(with(many).ok());
}

}  // namespace rekey::test
