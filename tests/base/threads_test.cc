#include "scanner/base/threads.h"

#include <doctest/doctest.h>

#include <atomic>
#include <new>
#include <vector>

#include "scanner/base/memory.h"

namespace rekey {
namespace {

TEST_CASE("every piece is worked on once, however many threads the system gives") {
  std::vector<std::atomic<int>> calls(200);
  on_threads(calls.size(), [&](size_t i) { ++calls[i]; });
  for (const std::atomic<int>& count : calls) CHECK(count == 1);
}

TEST_CASE("work that runs out of memory on one thread ends nothing else, and is told in the end") {
  std::atomic<int> ended = 0;
  const bool had = had_memory([&] {
    on_threads(4, [&](size_t i) {
      if (i == 2) throw std::bad_alloc();
      ++ended;
    });
  });
  CHECK_FALSE(had);
  CHECK(ended == 3);
  CHECK(had_memory([] {}));
}

}  // namespace
}  // namespace rekey
