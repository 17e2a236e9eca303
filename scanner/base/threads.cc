#include "scanner/base/threads.h"

#include <thread>
#include <vector>

namespace rekey {

void on_threads(size_t count, const std::function<void(size_t)>& work) {
  std::vector<std::thread> threads;
  threads.reserve(count - 1);
  for (size_t i = 1; i < count; ++i) threads.emplace_back(work, i);
  work(0);
  for (std::thread& thread : threads) thread.join();
}

}  // namespace rekey
