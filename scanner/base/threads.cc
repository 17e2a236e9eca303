#include "scanner/base/threads.h"

#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace rekey {

void on_threads(size_t count, const std::function<void(size_t)>& work) {
  std::exception_ptr thrown;
  std::mutex throwing;
  const auto call = [&](size_t i) {
    try {
      work(i);
    } catch (...) {
      const std::lock_guard lock(throwing);
      thrown = std::current_exception();
    }
  };
  std::vector<std::thread> threads;
  threads.reserve(count - 1);
  size_t started = 1;
  try {
    for (; started < count; ++started) threads.emplace_back(call, started);
  } catch (const std::system_error&) {
  } catch (const std::bad_alloc&) {
  }
  call(0);
  for (; started < count; ++started) call(started);
  for (std::thread& thread : threads) thread.join();
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace rekey
