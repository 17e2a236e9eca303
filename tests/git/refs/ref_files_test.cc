// Refs as their files have them are those that git gives, for both kinds of ids.
#include "scanner/git/refs/ref_files.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "scanner/git/refs/ref_name.h"
#include "scanner/git/store/repository.h"
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

RefList list_of(const std::string& folder) {
  const Result<Repository> repository = Repository::open_history(folder);
  REQUIRE(repository.ok());
  return repository->refs();
}

// Without those of other worktrees, which git lists for nobody.
Names of_files(const std::string& folder) {
  const RefList list = list_of(folder);
  Names names;
  for (const Ref& ref : list.refs) names[ref.name] = ref.target.hex();
  CHECK(names.size() == list.refs.size());
  std::erase_if(names, [](const auto& ref) {
    return ref.first.find("worktree") == 0 || ref.first.find("main-worktree") == 0;
  });
  return names;
}

void same(const std::string& folder) {
  CHECK(of_files(folder) == of_git(folder));
}

// What could not be read, sorted.
std::vector<std::string> unread(const std::string& folder) {
  std::vector<std::string> out;
  for (const Error& error : list_of(folder).unread) out.push_back(error.message);
  std::sort(out.begin(), out.end());
  return out;
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
    CHECK(unread(path) == std::vector<std::string>{
                              "refs/heads/nowhere: a symbolic ref that leads nowhere",
                              "refs/heads/self: a symbolic ref that leads to ever more others"});
    shell_in(path, "git symbolic-ref -d refs/heads/nowhere; git symbolic-ref -d refs/heads/self");
    shell_in(path, "git checkout -q --detach main~2");
    same(path);
    shell_in(path, "git symbolic-ref HEAD refs/heads/unborn");
    CHECK(!of_files(path).contains("HEAD"));
    same(path);
    // Nothing to tell of: a branch without a commit, and what a remote's pruned branch leaves.
    shell_in(path, "git symbolic-ref refs/remotes/o/HEAD refs/remotes/o/gone");
    CHECK(unread(path).empty());
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
    shell_in(folder / "tree",
             "git checkout -q --detach main~3; git update-ref refs/bisect/bad main~5");
    const std::string detached = of_files(folder / "tree").at("HEAD");
    const auto has = [](const RefList& list, const std::string& name, const std::string& id) {
      return std::any_of(list.refs.begin(), list.refs.end(), [&](const Ref& ref) {
        return ref.name == name && ref.target.hex() == id;
      });
    };
    const RefList seen = list_of(folder.path());
    CHECK(has(seen, "worktrees/tree/HEAD", detached));
    CHECK(has(seen, "worktrees/tree/refs/bisect/bad",
              of_files(folder / "tree").at("refs/bisect/bad")));
    CHECK(has(list_of(folder / "tree"), "main-worktree/HEAD", of_files(folder.path()).at("HEAD")));
    CHECK(unread(folder.path()).empty());
    CHECK(unread(folder / "tree").empty());
  }
}

TEST_CASE("What is no ref among their files is none, and is told") {
  const TempFolder folder;
  shell_in(folder.path(), "git init -q -b main");
  write_lively_history(folder.path(), 9, 20);
  shell_in(folder.path(), "git pack-refs --all");
  const Names before = of_files(folder.path());
  CHECK(unread(folder.path()).empty());
  const std::string id = before.at("HEAD");
  folder.write(".git/refs/heads/empty", "");
  folder.write(".git/refs/heads/short", id.substr(1) + "\n");
  folder.write(".git/refs/heads/zeros", std::string(id.size(), '0') + "\n");
  folder.write(".git/refs/heads/main.lock", id + "\n");
  folder.write(".git/refs/heads/.hidden", "anything\n");
  folder.write(".git/refs/heads/a..b", id + "\n");
  folder.write(".git/refs/heads/tab\tand\x1b[31m", id + "\n");
  folder.write(".git/refs/heads/long", std::string(100000, 'f'));
  folder.write(".git/refs/heads/behind", id + " and more\n");
  folder.write(".git/refs/heads/to-none", "ref: \n");
  shell_in(folder.path(),
           "mkfifo .git/refs/heads/pipe; ln -s /etc/passwd .git/refs/heads/link;"
           "ln -s refs/heads/main .git/refs/heads/old-style; ln -s . .git/refs/heads/ring");
  std::string packed = shell_in(folder.path(), "cat .git/packed-refs");
  const auto lines = std::count(packed.begin(), packed.end(), '\n');
  packed += id + " refs/heads/esc\x1b[31m\n" + id + " other/name\n" + id + "\n" +
            "no id refs/heads/x\n^" + id.substr(1) + "\n \n\n" + std::string(id.size(), 'x') +
            " refs/heads/y\n" + std::string(id.size(), 'x') + " refs/heads/behind\n" +
            std::string(id.size(), '1') + " refs/heads/twice\n" + id + " refs/heads/twice\n" + id +
            " refs/heads/last";
  folder.write(".git/packed-refs", packed);
  Names after = of_files(folder.path());
  for (const char* found : {"last", "behind", "old-style", "twice"}) {
    CHECK(after[std::string("refs/heads/") + found] == id);
    after.erase(std::string("refs/heads/") + found);
  }
  CHECK(after == before);
  const auto line = [&](int number, const std::string& why) {
    return "packed-refs line " + std::to_string(lines + number) + ": " + why;
  };
  std::vector<std::string> expected = {"refs/heads/empty: an empty ref",
                                       "refs/heads/short: a broken ref",
                                       "refs/heads/zeros: a broken ref",
                                       "refs/heads/a..b: no name of a ref",
                                       "refs/heads/tab\tand\x1b[31m: no name of a ref",
                                       "refs/heads/long: larger than 4096 bytes",
                                       "refs/heads/behind: something stands behind the id",
                                       "refs/heads/to-none: an empty ref",
                                       "refs/heads/pipe: no regular file",
                                       "refs/heads/link: a link, which is not followed",
                                       "refs/heads/ring: a link, which is not followed",
                                       "refs/heads/twice: packed twice",
                                       "refs/heads/y: a broken ref",
                                       "refs/heads/behind: its packed line has no id",
                                       "packed-refs: its last line is cut short",
                                       line(1, "no name of a ref"),
                                       line(2, "no name of a ref"),
                                       line(3, "no ref"),
                                       line(4, "no ref"),
                                       line(5, "no ref"),
                                       line(6, "no ref"),
                                       line(7, "no ref")};
  std::sort(expected.begin(), expected.end());
  CHECK(unread(folder.path()) == expected);
}

TEST_CASE("packed-refs that is no regular file is told") {
  const TempFolder folder;
  shell_in(folder.path(), "git init -q -b main");
  shell_in(folder.path(), "mkfifo .git/packed-refs");
  CHECK(unread(folder.path()) == std::vector<std::string>{"packed-refs: no regular file"});
  shell_in(folder.path(), "rm .git/packed-refs; ln -s nowhere .git/packed-refs");
  CHECK(unread(folder.path()) == std::vector<std::string>{"packed-refs: no regular file"});
}

TEST_CASE("Names are those that git's check-ref-format takes") {
  const TempFolder folder;
  std::mt19937_64 draw(5);
  const std::vector<std::string> parts = {"a", "b.", ".c", "x.lock", "..", "@",    "@{",   "{",
                                          "/", "/",  "-",  "~",      "^",  ":",    "?",    "*",
                                          "[", "\\", " ",  "\t",     "é",  "HEAD", ".lock"};
  std::string script;
  std::vector<std::string> names;
  for (int i = 0; i < 400; ++i) {
    std::string name = "refs/";
    for (size_t k = 0; k < 1 + draw() % 5; ++k) name += parts[draw() % parts.size()];
    script += "git check-ref-format " + shell_word(name) + " && echo yes || echo no\n";
    names.push_back(std::move(name));
  }
  std::istringstream answers(shell_in(folder.path(), script));
  for (const std::string& name : names) {
    CAPTURE(name);
    std::string answer;
    answers >> answer;
    CHECK((answer == "yes") == is_ref_name(name));
  }
  CHECK(is_ref_name("HEAD"));
  CHECK(is_ref_name("worktrees/x/HEAD"));
  CHECK_FALSE(is_ref_name("other/name"));
  CHECK_FALSE(is_ref_name("FETCH_HEAD"));
}

}  // namespace rekey::test
