#include "scanner/base/memo.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

namespace rekey::test {
namespace {

std::span<const int> kept(const Memo<int>& memo, const std::string& key) {
  const auto found = memo.find(key);
  REQUIRE(found);
  return *found;
}

}  // namespace

TEST_CASE("a memo gives what was kept, nothing among it") {
  Memo<int> memo;
  CHECK_FALSE(memo.find("one"));
  memo.keep("one", std::array{1, 2});
  memo.keep("none", {});
  memo.keep(std::string(1, '\0'), std::array{3});
  CHECK(kept(memo, "one")[1] == 2);
  CHECK(kept(memo, "none").empty());
  CHECK(kept(memo, std::string(1, '\0'))[0] == 3);
  CHECK_FALSE(memo.find("on"));
  CHECK_FALSE(memo.find(""));
}

TEST_CASE("a memo does not keep long keys") {
  Memo<int> memo;
  const std::string longest(Memo<int>::kLongestKey, 'x');
  memo.keep(longest, std::array{1});
  memo.keep(longest + 'x', std::array{2});
  CHECK(kept(memo, longest)[0] == 1);
  CHECK_FALSE(memo.find(longest + 'x'));
}

TEST_CASE("a memo forgets rather than grows, and never gives what is another's") {
  Memo<int> memo;
  size_t last_known = 0;
  for (int i = 0; i < 200'000; ++i) {
    const std::string key = "key " + std::to_string(i);
    REQUIRE_FALSE(memo.find(key));
    memo.keep(key, std::array{i});
    const auto found = memo.find(key);
    if (found) REQUIRE((*found)[0] == i);
    last_known += found ? 1 : 0;
    const auto older = memo.find("key " + std::to_string(i / 2));
    if (older) REQUIRE((*older)[0] == i / 2);
  }
  CHECK(last_known > 190'000);
  CHECK_FALSE(memo.find("key 0"));
}

}  // namespace rekey::test
