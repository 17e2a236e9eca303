// Numbers by id: as a map has them, from several threads, and for ids that were made to collide.
#include "scanner/git/object/id_numbers.h"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>

#include "scanner/base/threads.h"

namespace rekey::test {
namespace {

std::vector<ObjectId> drawn_ids(size_t count, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<ObjectId> ids(count);
  for (ObjectId& id : ids) {
    for (size_t i = 0; i < ObjectId::kSha1; ++i) id.bytes[i] = static_cast<uint8_t>(random());
  }
  return ids;
}

TEST_CASE("Each id has one number, whoever adds it") {
  std::vector<ObjectId> ids = drawn_ids(20'000, 1);
  const std::vector<ObjectId> others = drawn_ids(1000, 2);
  for (size_t i = 0; i < 5000; ++i) ids[15'000 + i] = ids[i];  // twice
  const auto id_of = [&](uint32_t number) -> const ObjectId& { return ids[number]; };
  for (const size_t threads : {1, 4}) {
    CAPTURE(threads);
    IdNumbers numbers(ids.size());
    std::vector<uint32_t> given(ids.size());
    on_threads(threads, [&](size_t part) {
      const size_t end = part_begin(part + 1, threads, ids.size());
      for (size_t i = part_begin(part, threads, ids.size()); i < end; ++i) {
        given[i] = numbers.add(static_cast<uint32_t>(i), id_of);
      }
    });
    std::map<ObjectId, uint32_t> known;
    for (size_t i = 0; i < ids.size(); ++i) {
      CHECK(known.try_emplace(ids[i], given[i]).first->second == given[i]);
      CHECK(ids[given[i]] == ids[i]);
      CHECK(numbers.find(ids[i], id_of) == given[i]);
    }
    for (const ObjectId& id : others) CHECK(numbers.find(id, id_of) == IdNumbers::kNone);
  }
}

TEST_CASE("Nobody can foresee where an id comes to stand") {
  // Equal in all bytes but the last few, or but the first few.
  int spread = 0;
  for (const size_t place : {size_t{0}, size_t{9}, size_t{17}}) {
    CAPTURE(place);
    std::set<size_t> places;
    for (uint32_t i = 0; i < 10'000; ++i) {
      ObjectId id;
      id.bytes[place] = static_cast<uint8_t>(i);
      id.bytes[place + 1] = static_cast<uint8_t>(i >> 8U);
      places.insert(ObjectIdHash()(id) % (size_t{1} << 20));
    }
    CHECK(places.size() > 1000);
    spread += places.size() > 9000 ? 1 : 0;
  }
  CHECK(spread >= 2);  // one draw of the keys in 75 has fewer places for one of them
}

TEST_CASE("Parts share out all, in order") {
  for (const size_t size : {size_t{0}, size_t{1}, size_t{7}, size_t{100}}) {
    for (const size_t parts : {size_t{1}, size_t{2}, size_t{3}, size_t{8}}) {
      CHECK(part_begin(0, parts, size) == 0);
      CHECK(part_begin(parts, parts, size) == size);
      for (size_t part = 0; part < parts; ++part) {
        CHECK(part_begin(part, parts, size) <= part_begin(part + 1, parts, size));
      }
    }
  }
}

}  // namespace
}  // namespace rekey::test
