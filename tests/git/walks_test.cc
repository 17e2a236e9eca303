// Several walks of one store: each gives what it gives alone, though a walk does not check again
// what the one before it has found good.
#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <string>

#include "scanner/base/file.h"
#include "scanner/git/pack/pack_file.h"
#include "scanner/git/pack/pack_walk.h"
#include "scanner/git/store/object_store.h"
#include "tests/support/lively_history.h"
#include "tests/support/pack_builder.h"
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
  shell("cd " + shell_word(folder.path()) +
        " && git repack -q -adf --depth=20 && chmod u+w objects/pack/*");
  bool loose = false;
  SUBCASE("with loose copies") {
    loose = true;
    shell("cd " + shell_word(folder.path()) +
          " && mkdir old && mv objects/pack/* old/ &&"
          " cat old/*.pack | git unpack-objects -q && mv old/* objects/pack/");
  }
  SUBCASE("without") {}
  auto repository = Repository::open_history(folder.path());
  REQUIRE(repository);
  const Found others = walked(opened(*repository), false),
              trees = walked(opened(*repository), true);
  std::string stem = shell("ls " + shell_word(folder.path()) + "/objects/pack/*.pack");
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

// Counts what it is given.
class Counter : public ObjectVisitor {
 public:
  [[nodiscard]] bool wants(ObjectType /*type*/) const override { return true; }
  void object(const VisitedObject& object) override { bytes += object.bytes.size(); }
  void failed(const ObjectId& /*id*/, ObjectType /*type*/, const Error& error) override {
    FAIL(error.message);
  }
  uint64_t bytes = 0;
};

// A chain of `length` deltas on each other, each with a delta of its own beside the next one, and
// one on that: whoever goes back up the chain needs every base again.
PackFile comb(const TempFolder& folder, uint32_t length, size_t size) {
  PackBuilder builder;
  std::string text(size, 'x');
  uint64_t base = builder.whole(id_number(0), PackBuilder::kBlob, text);
  const auto next = [&](uint32_t number, uint64_t on) {
    const std::string delta = delta_size(size) + delta_size(size) +
                              delta_insert(std::string(4, static_cast<char>('a' + number % 26))) +
                              delta_copy(4, static_cast<uint32_t>(size - 4));
    return builder.offset_delta(id_number(number), on, delta);
  };
  for (uint32_t i = 0; i < length; ++i) {
    const uint64_t along = next(3 * i + 1, base), beside = next(3 * i + 2, base);
    next(3 * i + 3, beside);
    base = along;
  }
  builder.write(folder.path(), "comb");
  Result<PackFile> pack = PackFile::open(folder.path() + "/pack-comb", ObjectId::kSha1);
  REQUIRE(pack);
  pack->link(1);
  return *std::move(pack);
}

Result<Object> nowhere(const ObjectId& /*id*/, const PackFile& /*pack*/) {
  return Error{ErrorCode::kNotFound, "nowhere"};
}

TEST_CASE("Bases that were let go are made again from one nearby, not each from the root") {
  constexpr uint32_t kLength = 800;
  constexpr size_t kSize = 1000;
  const TempFolder folder;
  const PackFile pack = comb(folder, kLength, kSize);
  WalkLimits limits;
  limits.memory = 20 * 4096;  // no buffer is smaller
  UnfoldedBytes unfolded(0);
  RootChecks checks;
  Counter counter;
  PackWalk walk(limits, unfolded, checks, nowhere);
  for (const uint32_t root : pack.roots()) CHECK(walk.run(pack, root, counter));
  CHECK(counter.bytes == kSize * (3 * kLength + 1));
  CHECK(unfolded.made() < 3 * counter.bytes);  // each from the root: 130 times as many
}

TEST_CASE("A walk ends when packs unfold to too many bytes, or its time is over") {
  const TempFolder folder;
  const PackFile pack = comb(folder, 4000, 2000);
  RootChecks checks;
  Counter counter;
  WalkLimits limits;
  SUBCASE("bytes") {
    UnfoldedBytes unfolded(0, uint64_t{8} << 20);
    PackWalk walk(limits, unfolded, checks, nowhere);
    CHECK_FALSE(walk.run(pack, pack.roots().front(), counter));
    CHECK(unfolded.too_many());
    CHECK(counter.bytes > (uint64_t{7} << 20));
    CHECK(counter.bytes < (uint64_t{10} << 20));
  }
  SUBCASE("time") {
    limits.deadline = Deadline::in(0);
    UnfoldedBytes unfolded(0);
    PackWalk walk(limits, unfolded, checks, nowhere);
    CHECK_FALSE(walk.run(pack, pack.roots().front(), counter));
    CHECK(counter.bytes == 0);
  }
}

}  // namespace
}  // namespace rekey::test
