// Where an id stands is what a look at one row after the other says.
#include "scanner/git/pack/id_table.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace rekey::test {
namespace {

// Rows of `skip` other bytes and an id, and what a fan-out says of them.
struct Written {
  std::string fan, rows;

  Written(const std::vector<std::string>& ids, size_t skip) {
    uint32_t counts[256] = {};
    for (const std::string& id : ids) {
      ++counts[static_cast<uint8_t>(id[0])];
      rows += std::string(skip, 'x') + id;
    }
    uint32_t sum = 0;
    for (const uint32_t count : counts) {
      sum += count;
      for (int shift = 24; shift >= 0; shift -= 8) fan += static_cast<char>(sum >> shift & 0xFFU);
    }
  }
};

// `same` leading bytes are like in all.
std::vector<std::string> drawn_ids(size_t count, size_t size, size_t same, std::mt19937_64& draw) {
  std::vector<std::string> out(count, std::string(size, '\x42'));
  for (std::string& id : out) {
    for (size_t i = same; i < size; ++i) id[i] = static_cast<char>(draw() & 0xFFU);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

TEST_CASE("Every id is found where it stands, and no other is") {
  std::mt19937_64 draw(4);
  for (const size_t size : {ObjectId::kSha1, ObjectId::kSha256}) {
    for (const size_t same : {size_t{0}, size_t{1}, size_t{5}, size - 2}) {
      for (const size_t count : {size_t{0}, size_t{1}, size_t{40}, size_t{5000}}) {
        const size_t skip = draw() % 2 * 4;
        const auto ids = drawn_ids(count, size, same, draw);
        const Written written(ids, skip);
        IdTable table;
        REQUIRE(table.start(written.fan));
        REQUIRE(table.rows(written.rows, size, skip));
        CHECK(table.is_in_order());
        for (size_t i = 0; i < ids.size(); ++i) {
          CHECK(table.find(ObjectId::from_raw(ids[i], size)) == i);
        }
        for (int i = 0; i < 500; ++i) {
          std::string other = drawn_ids(1, size, same, draw).front();
          const bool is_there = std::binary_search(ids.begin(), ids.end(), other);
          CHECK(table.find(ObjectId::from_raw(other, size)).has_value() == is_there);
        }
      }
    }
  }
}

TEST_CASE("Ids in no order are looked for without an end in them or beyond them") {
  std::mt19937_64 draw(5);
  auto ids = drawn_ids(3000, ObjectId::kSha1, 1, draw);
  std::shuffle(ids.begin(), ids.end(), draw);
  const Written written(ids, 0);
  IdTable table;
  REQUIRE(table.start(written.fan));
  REQUIRE(table.rows(written.rows, ObjectId::kSha1, 0));
  CHECK_FALSE(table.is_in_order());
  for (const std::string& id : ids) {
    const auto at = table.find(ObjectId::from_raw(id, ObjectId::kSha1));
    if (at) CHECK(ids[*at] == id);
  }
}

}  // namespace
}  // namespace rekey::test
