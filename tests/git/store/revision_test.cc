// Names of commits lead where git says, for both kinds of ids; libgit2 opens but one of them.
#include "scanner/git/store/revision.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/support/lively_history.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

// A lively history with ids of this kind.
void write_history(const std::string& folder, const std::string& hash) {
  shell_in(folder, "git init -q -b main --object-format=" + hash);
  write_lively_history(folder, 54, 40);
}

}  // namespace

TEST_CASE("Revisions are named as git names them") {
  for (const char* hash : {"sha1", "sha256"}) {
    CAPTURE(hash);
    const TempFolder folder;
    write_history(folder.path(), hash);
    const Result<Repository> repository = Repository::open_history(folder.path());
    REQUIRE(repository.ok());
    const std::string merge = shell_in(folder.path(), "git rev-list --all --merges | head -1");
    for (const std::string& name :
         {std::string("HEAD"), std::string("main"), std::string("main~3"),
          std::string("refs/heads/main^"), std::string("v10"), std::string("v10~1^0"),
          merge.substr(0, merge.size() - 1) + "^2~1", std::string("@"), std::string("@~1^{commit}"),
          std::string("v10^{}"), std::string("tags/v10"), merge.substr(0, 12),
          "v10-3-g" + merge.substr(0, 9)}) {
      CAPTURE(name);
      const Result<ObjectId> id = commit_named(*repository, name);
      REQUIRE(id.ok());
      CHECK(id.value().hex() + "\n" ==
            shell_in(folder.path(), "git rev-parse --verify '" + name + "^{commit}'"));
    }
    for (const std::string name :
         {"nothing", "main~9999",   "main^9",           "main~x",      "",
          "~",       "^",           "main~99999999999", "main^{tree}", "main:a",
          ":/fix",   "main^{/fix}", "main@{yesterday}", "../HEAD",     "refs/../HEAD",
          "config",  "abc",         "@{upstream}",      "main@{1}",    "@{-1}"}) {
      CAPTURE(name);
      CHECK_FALSE(commit_named(*repository, name).ok());
    }
  }
}

TEST_CASE("A branch's log and what it follows are looked up as git does") {
  const TempFolder folder;
  shell_in(folder.path(),
           "export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@test.invalid GIT_COMMITTER_NAME=A"
           " GIT_COMMITTER_EMAIL=a@test.invalid; git init -q -b main up && cd up && git commit -q "
           "--allow-empty -m 1 && cd .. &&"
           " git clone -q up down && cd down && git commit -q --allow-empty -m 2 &&"
           " git commit -q --allow-empty -m 3 && git checkout -q -b side && git checkout -q main");
  const std::string down = folder / "down";
  const Result<Repository> repository = Repository::open(down);
  REQUIRE(repository.ok());
  for (const std::string name : {"main@{1}", "main@{2}", "@{1}", "@{-1}", "@{-1}~1", "HEAD@{0}",
                                 "main@{upstream}", "@{u}", "origin", "origin/main"}) {
    CAPTURE(name);
    const Result<ObjectId> id = commit_named(*repository, name);
    REQUIRE(id.ok());
    CHECK(id.value().hex() + "\n" == shell_in(down, "git rev-parse '" + name + "'"));
  }
  for (const std::string name : {"main@{3}", "side@{u}", "@{-3}", "@{-0}"}) {
    CAPTURE(name);
    CHECK_FALSE(commit_named(*repository, name).ok());
  }
}

TEST_CASE("A short id of several commits is told to be one") {
  const TempFolder folder;
  shell_in(folder.path(),
           "git init -q -b main && for i in $(seq 700); do echo \"commit refs/heads/main\";"
           " echo \"committer A <a@test.invalid> $i +0000\"; echo data 0; done |"
           " git fast-import --quiet");
  const Result<Repository> repository = Repository::open(folder.path());
  REQUIRE(repository.ok());
  const std::string digits = shell_in(
      folder.path(), "git rev-list main | cut -c 1-4 | sort | uniq -d | head -1 | tr -d '\\n'");
  if (digits.empty()) return;  // no two of these start so
  const Result<ObjectId> id = commit_named(*repository, digits);
  REQUIRE_FALSE(id.ok());
  CHECK(id.error().message.find("several commits") != std::string::npos);
}

TEST_CASE("A ref whose object is missing names no commit") {
  for (const char* hash : {"sha1", "sha256"}) {
    CAPTURE(hash);
    const TempFolder folder;
    write_history(folder.path(), hash);
    const std::string head = shell_in(folder.path(), "git rev-parse HEAD");
    const std::string id(head.size() - 1, '1');
    folder.write(".git/refs/heads/broken", id + "\n");
    folder.write(".git/HEAD", "ref: refs/heads/broken\n");
    const Result<Repository> repository = Repository::open_history(folder.path());
    REQUIRE(repository.ok());
    for (const std::string& name :
         {std::string("HEAD"), std::string("broken"), std::string("refs/heads/broken"), id}) {
      CAPTURE(name);
      CHECK_FALSE(commit_named(*repository, name).ok());
    }
    CHECK(commit_named(*repository, "main").ok());
  }
}

}  // namespace rekey::test
