// Several walks of one store: each gives what it gives alone, though a walk does not check again
// what the one before it has found good.
#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <string>

#include "scanner/base/file.h"
#include "scanner/git/object_store.h"
#include "scanner/git/pack_file.h"
#include "tests/support/lively_history.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

// Objects of some types by id, and why others could not be read.
class Collector : public ObjectVisitor {
 public:
  explicit Collector(bool trees) : trees_(trees) {}
  [[nodiscard]] bool wants(ObjectType type) const override {
    return (type == ObjectType::kTree) == trees_;
  }
  void object(const VisitedObject& object) override {
    CHECK(found.emplace(object.id, object.bytes).second);
  }
  void failed(const ObjectId& id, ObjectType /*type*/, const Error& error) override {
    CHECK(found.emplace(id, "failed: " + error.message).second);
  }
  std::map<ObjectId, std::string> found;

 private:
  bool trees_;
};

using Found = std::map<ObjectId, std::string>;

Found walked(const ObjectStore& store, bool trees) {
  Collector collector(trees);
  REQUIRE(store.walk(WalkLimits(), {&collector}, {}));
  return std::move(collector.found);
}

ObjectStore opened(const Repository& repository) {
  std::vector<Error> errors;
  auto store = ObjectStore::open(repository, errors);
  REQUIRE(store);
  store->link(2);
  return *std::move(store);
}

TEST_CASE("A second walk gives what it gives alone, whatever types damage has made of objects") {
  const TempFolder folder;
  write_lively_history(folder.path(), 21, 15);
  shell("cd " + quoted(folder.path()) +
        " && git repack -q -adf --depth=20 && chmod u+w objects/pack/*");
  bool loose = false;
  SUBCASE("with loose copies") {
    loose = true;
    shell("cd " + quoted(folder.path()) +
          " && mkdir old && mv objects/pack/* old/ &&"
          " cat old/*.pack | git unpack-objects -q && mv old/* objects/pack/");
  }
  SUBCASE("without") {}
  auto repository = Repository::open_history(folder.path());
  REQUIRE(repository);
  const Found others = walked(opened(*repository), false),
              trees = walked(opened(*repository), true);
  std::string stem = shell("ls " + quoted(folder.path()) + "/objects/pack/*.pack");
  stem.resize(stem.rfind('.'));
  auto pack = PackFile::open(stem, ObjectId::kSha1);
  REQUIRE(pack);
  pack->link(1);
  const auto bytes = read_file(stem + ".pack", uint64_t{1} << 20);
  REQUIRE(bytes);
  size_t damaged = 0;
  for (size_t i = 0; i < pack->roots().size(); i += 2) {
    const PackFile::Node& root = pack->node(pack->roots()[i]);
    CAPTURE(root.offset);
    std::string changed = *bytes;
    changed[root.offset] =
        static_cast<char>(changed[root.offset] ^ (root.type == ObjectType::kTree ? 0x10 : 0x20));
    std::ofstream(stem + ".pack", std::ios::binary) << changed;
    const ObjectStore store = opened(*repository);
    for (const bool again : {false, true}) {
      CAPTURE(again);
      const Found some = walked(store, again), rest = walked(store, !again);
      CHECK(some == walked(opened(*repository), again));
      CHECK(rest == walked(opened(*repository), !again));
      if (loose) CHECK(some == (again ? trees : others));
      if (loose) CHECK(rest == (again ? others : trees));
    }
    ++damaged;
  }
  CHECK(damaged > 10);
}

}  // namespace
}  // namespace rekey::test
