// Names of commits lead where git says, for both kinds of ids; libgit2 opens but one of them.
#include "scanner/git/revision.h"

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
          merge.substr(0, merge.size() - 1) + "^2~1"}) {
      CAPTURE(name);
      const Result<ObjectId> id = commit_named(*repository, name);
      REQUIRE(id.ok());
      CHECK(id.value().hex() + "\n" ==
            shell_in(folder.path(), "git rev-parse --verify '" + name + "^{commit}'"));
    }
    for (const std::string name :
         {"nothing", "main~9999", "main^9", "main~x", "", "~", "^", "main~99999999999"}) {
      CAPTURE(name);
      CHECK_FALSE(commit_named(*repository, name).ok());
    }
  }
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
