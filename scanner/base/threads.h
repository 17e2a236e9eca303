// Threads: the same work on several threads at once. Any thread may start more.
#pragma once

#include <cstddef>
#include <functional>

namespace rekey {

// Calls work(0) to work(count - 1), each on a thread of its own, the first on the caller's, and
// returns when all have ended. Where the system gives no more threads the rest is called on the
// caller's, one after the other: no call may wait for another. `count` > 0. What `work` throws,
// which is std::bad_alloc, ends that call alone and is thrown here in the end.
void on_threads(size_t count, const std::function<void(size_t)>& work);

// Shares out 0 to size - 1: part `part` of `parts` begins here, and ends where the next begins.
constexpr size_t part_begin(size_t part, size_t parts, size_t size) {
  return size / parts * part + size % parts * part / parts;
}

}  // namespace rekey
