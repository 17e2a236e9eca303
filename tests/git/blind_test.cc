// Nothing hides from a scan in silence: packs, their indexes and multi-pack indexes are held to
// each other, and what trees name must be there.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "scanner/git/object/object_hash.h"
#include "tests/support/lively_history.h"
#include "tests/support/pack_builder.h"
#include "tests/support/planted.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

bool told(const Report& report, const std::string& why) {
  for (const Skipped& skipped : report.skipped) {
    if ((skipped.what + ": " + skipped.why).find(why) != std::string::npos) return true;
  }
  return false;
}

// A bare repository to put packs in.
class Bare {
 public:
  Bare() { shell("git init -q --bare -b main " + shell_word(folder_.path())); }

  void add(const PackBuilder& builder, const std::string& name) const {
    builder.write(folder_.path() + "/objects/pack", name);
  }
  [[nodiscard]] Report report() const { return scanned(folder_.path(), all_rules(2)); }
  [[nodiscard]] const std::string& path() const { return folder_.path(); }

 private:
  TempFolder folder_;
};

// Two packs with a multi-pack index, of clean files; another folder each.
void write_two_packs(const std::string& folder) {
  shell_in(folder,
           "export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@test.invalid GIT_COMMITTER_NAME=A"
           " GIT_COMMITTER_EMAIL=a@test.invalid; git init -q -b main && mkdir d &&"
           " for i in 1 2; do echo $i >d/$i; git add .; git commit -q -m $i; git repack -q -d; done"
           " && git multi-pack-index write && chmod -R u+w .git/objects/pack");
}

}  // namespace

TEST_CASE("Other bytes under an object's id in another pack are searched, and told") {
  const std::string secret = planted(8).front().text;
  const ObjectId id = object_hash(ObjectType::kBlob, secret, ObjectId::kSha1);
  for (const bool secret_first : {true, false}) {
    CAPTURE(secret_first);
    const Bare bare;
    for (const bool first : {true, false}) {
      PackBuilder builder;
      builder.whole(id, PackBuilder::kBlob, first == secret_first ? secret : "harmless\n");
      bare.add(builder, first ? "a" : "b");
    }
    const Report report = bare.report();
    CHECK(report.findings.size() == 1);
    CHECK_FALSE(report.complete);
    CHECK(told(report, "packs have different bytes under its id"));
  }
}

TEST_CASE("A blob that a pack keeps under the id of another's tree is searched") {
  const std::string secret = planted(8).front().text;
  const Bare bare;
  PackBuilder tree, blob;
  tree.whole(id_number(1), PackBuilder::kTree, "");
  blob.whole(id_number(1), PackBuilder::kBlob, secret);
  bare.add(tree, "a");
  bare.add(blob, "b");
  const Report report = bare.report();
  CHECK(report.findings.size() == 1);
  CHECK(told(report, "packs have different bytes under its id"));
}

TEST_CASE("The same bytes in several packs are no fault") {
  const Bare bare;
  for (const char* name : {"a", "b", "c"}) {
    PackBuilder builder;
    for (uint32_t i = 1; i < 9; ++i) {
      builder.whole(id_number(i), PackBuilder::kBlob, std::string(i * 13, 'x'));
    }
    bare.add(builder, name);
  }
  const Report report = bare.report();
  CHECK(report.complete);
  CHECK(report.stats.texts == 8);
}

TEST_CASE("An object between two that the index names is told") {
  const Bare bare;
  PackBuilder builder;
  builder.raw(id_number(1), entry_header(PackBuilder::kBlob, 6) + zlib_stored("clean\n") +
                                entry_header(PackBuilder::kBlob, 7) + zlib_stored("hidden\n"));
  builder.whole(id_number(2), PackBuilder::kBlob, "clean too\n");
  bare.add(builder, "a");
  const Report report = bare.report();
  CHECK_FALSE(report.complete);
  CHECK(told(report, "its bytes are not those the index was made for"));
}

TEST_CASE("An index that names fewer objects than its pack has, or in no order, is told") {
  const TempFolder folder;
  write_two_packs(folder.path());
  const std::string file = shell("ls " + shell_word(folder.path()) + "/.git/objects/pack/*.idx");
  const std::string path = file.substr(0, file.find('\n'));
  const std::string whole = bytes_of(path);
  CHECK(scanned(folder.path(), all_rules(1)).complete);
  constexpr size_t kFan = 8, kIds = kFan + 1024;
  std::string none = whole;
  none.replace(kFan, 1024, 1024, '\0');
  std::string swapped = whole;
  swapped[kIds] = static_cast<char>(swapped[kIds] ^ 0x5f);
  const std::pair<std::string, const char*> changed[] = {{none, "of which its index names 0"},
                                                         {swapped, "its ids are not in order"}};
  for (const auto& one : changed) {
    CAPTURE(one.second);
    std::ofstream(path, std::ios::binary) << one.first;
    const Report report = scanned(folder.path(), all_rules(1));
    CHECK_FALSE(report.complete);
    CHECK(told(report, one.second));
  }
}

TEST_CASE("A multi-pack index that says other places than the packs' indexes is told") {
  const TempFolder folder;
  write_two_packs(folder.path());
  const std::string path = folder / ".git/objects/pack/multi-pack-index";
  const std::string whole = bytes_of(path);
  const size_t places = whole.find("OOFF");
  REQUIRE(places != std::string::npos);
  size_t at = 0;
  for (size_t i = 4; i < 12; ++i) at = at << 8U | static_cast<uint8_t>(whole[places + i]);
  for (const size_t byte : {at + 3, at + 7}) {
    std::string changed = whole;
    changed[byte] = static_cast<char>(changed[byte] ^ 1);
    std::ofstream(path, std::ios::binary) << changed;
    const Report report = scanned(folder.path(), all_rules(1));
    CHECK_FALSE(report.complete);
    CHECK(told(report, "does not say what the packs' indexes say"));
  }
}

TEST_CASE(
    "A file, a folder or a root folder that is missing is told, and in a partial clone is not") {
  for (const std::string name : {"HEAD:d/1", "HEAD:d", "HEAD^{tree}"}) {
    CAPTURE(name);
    const TempFolder folder;
    write_two_packs(folder.path());
    shell_in(folder.path(),
             "mv .git/objects/pack old && rm old/multi-pack-index &&"
             " for p in old/*.pack; do git unpack-objects -q <$p; done && rm -rf old");
    CHECK(scanned(folder.path(), all_rules(1)).complete);
    const std::string id = shell_in(folder.path(), "git rev-parse '" + name + "' | tr -d '\\n'");
    shell_in(folder.path(), "rm -f .git/objects/" + id.substr(0, 2) + "/" + id.substr(2));
    for (const bool only_reached : {false, true}) {
      ScanOptions options = all_rules(2);
      options.only_reached = only_reached;
      const Report report = scanned(folder.path(), options);
      CHECK_FALSE(report.complete);
      CHECK(told(report, "object " + id + ": missing, though"));
    }
  }
}

}  // namespace rekey::test
