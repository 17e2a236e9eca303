// Refs as their files have them are those that git gives, for both kinds of ids.
#include "scanner/git/ref_files.h"

#include <doctest/doctest.h>

#include <map>
#include <sstream>
#include <string>

#include "scanner/git/repository.h"
#include "tests/support/lively_history.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

using Names = std::map<std::string, std::string>;  // ids by name

// As git lists them; HEAD, too.
Names of_git(const std::string& folder) {
  std::istringstream lines(
      shell_in(folder,
               "git for-each-ref --format='%(objectname) %(refname)' 2>/dev/null; "
               "echo $(git rev-parse -q --verify HEAD || true) HEAD"));
  Names names;
  for (std::string id, name; lines >> id;) {
    if (id == "HEAD") continue;  // of no commit
    lines >> name;
    names[name] = id;
  }
  return names;
}

Names of_files(const std::string& folder) {
  const Result<Repository> repository = Repository::open_history(folder);
  REQUIRE(repository.ok());
  const Result<std::vector<Ref>> refs = repository->refs();
  REQUIRE(refs.ok());
  Names names;
  for (const Ref& ref : refs.value()) names[ref.name] = ref.target.hex();
  CHECK(names.size() == refs.value().size());
  return names;
}

void same(const std::string& folder) {
  CHECK(of_files(folder) == of_git(folder));
}

}  // namespace

TEST_CASE("Refs that are packed, loose, both, symbolic and broken") {
  for (const char* hash : {"sha1", "sha256"}) {
    CAPTURE(hash);
    const TempFolder folder;
    const std::string& path = folder.path();
    shell_in(path, std::string("git init -q -b main --object-format=") + hash);
    write_lively_history(path, 7, 30);
    same(path);
    shell_in(path, "git pack-refs --all");
    same(path);
    // One moves on, one is gone, one points elsewhere, one nowhere, and one to itself.
    shell_in(
        path,
        "git branch moved main~3; git branch gone main; git pack-refs --all; git branch -f moved "
        "main~1; git branch -D -q gone; git symbolic-ref refs/heads/other refs/heads/moved; git "
        "symbolic-ref refs/heads/nowhere refs/heads/gone; git symbolic-ref refs/remotes/o/HEAD "
        "refs/heads/other; git symbolic-ref refs/heads/self refs/heads/self");
    same(path);
    shell_in(path, "git checkout -q --detach main~2");
    same(path);
    shell_in(path, "git symbolic-ref HEAD refs/heads/unborn");
    CHECK(!of_files(path).contains("HEAD"));
    same(path);
  }
}

TEST_CASE("A linked worktree has a HEAD of its own, and the refs of all") {
  for (const char* hash : {"sha1", "sha256"}) {
    CAPTURE(hash);
    const TempFolder folder;
    shell_in(folder.path(), std::string("git init -q -b main --object-format=") + hash);
    write_lively_history(folder.path(), 8, 20);
    shell_in(folder.path(), "git pack-refs --all; git worktree add -q -b linked tree main~2 2>&1");
    same(folder / "tree");
    CHECK(of_files(folder / "tree").at("HEAD") != of_files(folder.path()).at("HEAD"));
  }
}

TEST_CASE("What is no ref among their files is none") {
  const TempFolder folder;
  shell_in(folder.path(), "git init -q -b main");
  write_lively_history(folder.path(), 9, 20);
  shell_in(folder.path(), "git pack-refs --all");
  const Names before = of_files(folder.path());
  const std::string id = before.at("HEAD");
  folder.write(".git/refs/heads/empty", "");
  folder.write(".git/refs/heads/short", id.substr(1) + "\n");
  folder.write(".git/refs/heads/main.lock", id + "\n");
  folder.write(".git/refs/heads/a..b", id + "\n");
  folder.write(".git/refs/heads/tab\tand\x1b[31m", id + "\n");
  folder.write(".git/refs/heads/long", std::string(100000, 'f'));
  std::string packed = shell_in(folder.path(), "cat .git/packed-refs");
  packed += id + " refs/heads/esc\x1b[31m\n" + id + " other/name\n" + id + "\n" +
            "no id refs/heads/x\n^" + id + "\n \n\n" + id + " refs/heads/last";
  folder.write(".git/packed-refs", packed);
  Names after = of_files(folder.path());
  CHECK(after.erase("refs/heads/last") == 1);
  CHECK(after == before);
}

}  // namespace rekey::test
