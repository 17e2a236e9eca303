// However git stores a history, its report is the same, byte for byte; and it is the one that
// reading every object alone through libgit2 gives.
#include <doctest/doctest.h>

#include <string>

#include "tests/support/lively_history.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

constexpr uint64_t kSeed = 20261125;

// A history, and what the slow ways find in it.
class Storage {
 public:
  Storage() {
    write_lively_history(path(), kSeed);
    ScanOptions slow = all_rules(1);
    slow.full_texts = true;
    slow.one_by_one = true;
    expected_ = json_of(scanned(path(), slow));
    CHECK(expected_.find("\"complete\": true") != std::string::npos);
  }

  [[nodiscard]] const std::string& path() const { return folder_.path(); }
  [[nodiscard]] const std::string& expected() const { return expected_; }

  // A shell with the repository as its folder.
  std::string run(const std::string& command) const { return shell_in(path(), command); }

  void check(const std::string& folder) const {
    CAPTURE(folder);
    for (const unsigned threads : {1U, 2U, 8U}) {
      CAPTURE(threads);
      CHECK(difference(json_of(scanned(folder, all_rules(threads))), expected_) == "");
    }
    ScanOptions one_by_one = all_rules(2);
    one_by_one.one_by_one = true;
    CHECK(difference(json_of(scanned(folder, one_by_one)), expected_) == "");
  }
  void check() const { check(path()); }

  // One pack of all objects, as git pack-objects makes it with `options`, and an index as
  // index-pack makes it with `index_options`.
  void repack_by_hand(const std::string& options, const std::string& index_options) const {
    run("git cat-file --batch-all-objects --batch-check='%(objectname)' >all"
        " && git pack-objects -q " +
        options + " made <all >/dev/null && mkdir old && mv objects/pack/* old/" +
        " && find objects -type f -path 'objects/[0-9a-f]*/*' -delete" +
        " && mv made-*.pack objects/pack/pack-made.pack && rm -f made-*" + " && git index-pack " +
        index_options +
        " -o objects/pack/pack-made.idx objects/pack/pack-made.pack && rm -rf old all");
  }

 private:
  TempFolder folder_;
  std::string expected_;
};

TEST_CASE("The lively history has findings in files, commit messages and tag messages") {
  const Storage storage;
  const Report report = scanned(storage.path(), all_rules(1));
  CHECK(report.findings.size() > 20);
  size_t removed = 0, in_messages = 0;
  for (const Finding& finding : report.findings) {
    for (const Occurrence& at : finding.occurrences) {
      if (!at.removed_in.empty()) ++removed;
      if (at.place != Place::kFile) ++in_messages;
    }
  }
  CHECK(removed > 5);
  CHECK(in_messages > 3);
}

TEST_CASE("Packs of any depth, all objects loose, and one pack a commit give the same report") {
  const Storage storage;
  storage.check();
  SUBCASE("chains of deltas as long as git makes them") {
    storage.run("git repack -q -adf --depth=250 --window=50");
  }
  SUBCASE("git gc") {
    storage.run("git gc -q");
  }
  SUBCASE("loose objects alone") {
    storage.run(
        "mkdir old && mv objects/pack/* old/"
        " && for p in old/*.pack; do git unpack-objects -q <$p; done && rm -rf old");
    CHECK(storage.run("ls objects/pack").empty());
  }
  SUBCASE("many packs, objects in several of them") {
    storage.run(
        "git rev-list --reverse main >commits; n=0; for c in $(cat commits); do n=$((n+1));"
        " [ $((n % 6)) = 0 ] && { echo $c; git ls-tree -rt $c | cut -c 13-52; } |"
        " sort -u | git pack-objects -q objects/pack/pack >/dev/null; done; rm commits");
    CHECK(std::stoi(storage.run("ls objects/pack/*.pack | wc -l")) > 9);
  }
  SUBCASE("a multi-pack index with a bitmap") {
    storage.run(
        "git repack -q -adf && git rev-list -3 main | git pack-objects -q objects/pack/pack"
        " >/dev/null && git multi-pack-index write --bitmap");
    CHECK_FALSE(storage.run("ls objects/pack/multi-pack-index").empty());
  }
  SUBCASE("a bitmap of one pack, a reverse index") {
    storage.run("git -c pack.writeReverseIndex=true repack -q -adfb");
    CHECK_FALSE(storage.run("ls objects/pack/*.bitmap objects/pack/*.rev").empty());
  }
  SUBCASE("a commit graph") {
    storage.run("git commit-graph write --reachable");
  }
  SUBCASE("packed refs") {
    storage.run("git pack-refs --all");
  }
  storage.check();
}

TEST_CASE("Indexes of version 1, indexes with 64-bit offsets, deltas by id give the same report") {
  const Storage storage;
  SUBCASE("deltas by offset") {
    storage.repack_by_hand("--delta-base-offset --window=50 --depth=50", "");
  }
  SUBCASE("deltas by id") {
    storage.repack_by_hand("--window=50 --depth=50", "");
  }
  SUBCASE("an index of version 1") {
    storage.repack_by_hand("--window=50", "--index-version=1");
    CHECK(storage.run("head -c 4 objects/pack/pack-made.idx").substr(1, 2) != "tO");
  }
  SUBCASE("64-bit offsets") {
    storage.repack_by_hand("--delta-base-offset --window=50", "--index-version=2,0x40");
  }
  SUBCASE("nothing compressed") {
    storage.repack_by_hand("--compression=0 --window=0", "");
  }
  storage.check();
}

TEST_CASE("A thin pack that was made whole gives the same report") {
  const Storage storage;
  const TempFolder half;
  storage.run("git clone -q --bare --no-local . " + shell_word(half / "copy") + " && git -C " +
              shell_word(half / "copy") + " repack -q -adf");
  // The older half first, then the newer as a pack that leans on it.
  shell_in(
      half / "copy",
      "git rev-parse main~20 >middle && git pack-objects -q --revs old <middle >/dev/null"
      " && { git for-each-ref --format='%(refname)' && sed 's/^/^/' middle; } |"
      " git pack-objects -q --revs --thin --delta-base-offset --stdout >thin && rm objects/pack/*"
      " && for f in old-*; do mv $f objects/pack/pack-$f; done"
      " && git index-pack --stdin --fix-thin <thin >/dev/null && rm thin middle");
  CHECK(shell_in(half / "copy", "ls objects/pack/*.pack | wc -l").starts_with("2"));
  storage.check(half / "copy");
}

TEST_CASE("Objects of alternates are read: absolute, relative, chained, in a ring") {
  const Storage storage;
  const TempFolder folder;
  const auto borrow = [&](const std::string& name, const std::string& line) {
    shell_in(folder.path(), "git init -q --bare -b main " + name + " && cp -r " +
                                shell_word(storage.path()) + "/refs " + name + "/");
    folder.write(name + "/objects/info/alternates", line + "\n");
    return folder / name;
  };
  storage.check(borrow("absolute", storage.path() + "/objects"));
  shell_in(folder.path(), "cp -r " + shell_word(storage.path()) + " whole");
  storage.check(borrow("relative", "../../whole/objects"));
  storage.check(borrow("chained", (folder / "absolute") + "/objects"));
  storage.check(borrow("commented", "# a comment\n\n" + (folder / "chained") + "/objects"));
  folder.write("whole/objects/info/alternates",
               (folder / "chained") + "/objects\n../../whole/objects\n");
  storage.check(folder / "whole");
  folder.write("absolute/objects/info/alternates",
               storage.path() + "/objects\n" + (folder / "commented") + "/objects\n");
  storage.check(folder / "absolute");
  storage.check(folder / "chained");

  // Those that are not there, or that git does not follow either, are told.
  const auto told = [&](const std::string& name, const std::string& line) {
    const Report report = scanned(borrow(name, line), all_rules(1));
    CHECK_FALSE(report.complete);
    return report.skipped.empty() ? "" : report.skipped.front().what + report.skipped.front().why;
  };
  CHECK(told("lost", "../../nowhere/objects").find("nowhere/objects") != std::string::npos);
  CHECK(told("nested", "../../relative/objects").find("relative path") != std::string::npos);
  CHECK(told("itself", "\"quoted\"").find("quoted path") != std::string::npos);
}

}  // namespace
}  // namespace rekey::test
