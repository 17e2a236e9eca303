// Inventories from folders and lists, and the plan they become.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "scanner/org/inventory/folder_inventory.h"
#include "scanner/org/inventory/plan_file.h"
#include "scanner/org/inventory/planned.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

std::string name_of(std::string_view location) {
  const Result<Planned> planned = parse_location(location, "/base");
  return planned ? planned->name : "error: " + planned.error().message;
}

std::vector<std::string> names(const Inventory& inventory) {
  std::vector<std::string> out;
  for (const Planned& planned : inventory.repositories) out.push_back(planned.name);
  return out;
}

std::string error_of(std::string_view list) {
  const Result<Inventory> inventory = read_plan(list, "list", "/base");
  return inventory ? "" : inventory.error().message;
}

}  // namespace

TEST_CASE("one repository has one name, whatever the address it is fetched from") {
  CHECK(name_of("https://Git.Example.COM/group/app.git") == "git.example.com/group/app");
  CHECK(name_of("http://git.example.com:8080/group/app/") == "git.example.com:8080/group/app");
  CHECK(name_of("ssh://git@git.example.com/group/app.git") == "git.example.com/group/app");
  CHECK(name_of("git@git.example.com:group/app.git") == "git.example.com/group/app");
  CHECK(name_of("../clones/app/") == "/clones/app");
  CHECK(name_of("/clones/app") == "/clones/app");
  CHECK(name_of("file:///clones/app.git") == "/clones/app.git");
}

TEST_CASE("an address with credentials is refused, and the message has nothing of it") {
  for (const char* url : {"https://user:hunter2@example.com/a/b", "https://hunter2@example.com/a/b",
                          "ssh://git:hunter2@example.com/a/b", "git:hunter2@example.com:a/b",
                          "https://example.com/a/b?private_token=hunter2"}) {
    const Result<Planned> planned = parse_location(url, "/");
    CAPTURE(url);
    if (planned) {
      CHECK(planned->url.empty());  // a path then, which nothing is sent to
    } else {
      CHECK(planned.error().message.find("hunter2") == std::string::npos);
    }
  }
}

TEST_CASE("what git would take for a command or an option is no address") {
  for (const char* text :
       {"ext::sh -c touch% pwned", "ext://sh", "https://-oProxyCommand=x/a", "--upload-pack=x:y",
        "-x:y", "https://example.com/", "https://example.com", "https://example.com/../x", "",
        "https://example.com/a\nb", "ftp://example.com/a/b"}) {
    CAPTURE(text);
    const Result<Planned> planned = parse_location(text, "/base");
    CHECK((!planned || (planned->url.empty() && planned->path.starts_with("/base/"))));
  }
}

TEST_CASE("a list names addresses and paths; what is wrong in it is told with its line") {
  const Result<Inventory> inventory =
      read_plan("# the team's\n\nhttps://example.com/b\n/clones/a\r\nhttps://example.com/b.git\n",
                "list", "/");
  REQUIRE(inventory);
  CHECK(names(*inventory) == std::vector<std::string>{"/clones/a", "example.com/b"});
  CHECK(error_of("/a\nhttps://me:hunter2@example.com/b\n").starts_with("list:2: "));
  CHECK(error_of("{\"name\": \"x\"}\n").starts_with("list:1: "));
  CHECK(error_of("{\"name\": \"x\", \"url\": \"ext::sh\"}\n").starts_with("list:1: "));
  CHECK(error_of("{\"name\": \"x\", \"path\": \"https://example.com/b\"}\n") != "");
  CHECK(error_of("{\"name\": \"x\", \"url\": \"/clones/a\"}\n") != "");
  CHECK(error_of(std::string(100, '{') + "\n").starts_with("list:1: "));
  CHECK(error_of(std::string(100'000, 'x') + "\n").starts_with("list:1: "));
}

TEST_CASE("a plan that is read again is the same, faults too") {
  Inventory inventory;
  Planned fork = *parse_location("https://example.com/me/app.git", "/");
  fork.provider = "gitea";
  fork.visibility = Visibility::kPublic;
  fork.fork_of = "example.com/them/app";
  fork.size_kib = 12;
  fork.archived = true;
  inventory.repositories = {fork, *parse_location("/clones/a", "/")};
  inventory.faults = {{"gitea:me", "503"}};
  tidy(inventory);
  const Result<Inventory> again = read_plan(write_plan(inventory), "plan", "/");
  REQUIRE(again);
  CHECK(again->repositories == inventory.repositories);
  CHECK(again->faults == inventory.faults);
  CHECK(show_plan(inventory).find("2 repositories, 12.3 kB; 1 fault") != std::string::npos);
}

TEST_CASE("a folder's clones are found at any depth, bare and not, and links are not followed") {
  const TempFolder folder;
  for (const char* path : {"b/work", "a", "b/deep/er/bare.git"}) {
    shell("git init -q " + std::string(path)
                               .append(path == std::string("b/work") ? "" : " --bare")
                               .insert(0, shell_word(folder.path()) + "/"));
  }
  shell("mkdir -p " + shell_word(folder / "b/work/inside/.git") + " " +
        shell_word(folder / "empty"));
  shell("ln -s " + shell_word(folder.path()) + " " + shell_word(folder / "loop"));
  const Inventory inventory = folder_inventory(folder.path());
  CHECK(names(inventory) ==
        std::vector<std::string>{folder / "a", folder / "b/deep/er/bare.git", folder / "b/work"});
  CHECK(inventory.faults.empty());
  CHECK(folder_inventory(folder / "a").repositories.size() == 1);
}

}  // namespace rekey::test
