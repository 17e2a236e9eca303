// RootChecks: which whole objects that deltas hang on walks of a store have found to be what the
// packs' indexes say, so that the next walk need not sum their bytes up again.
//
// Any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <set>
#include <utility>

namespace rekey {

class PackFile;

class RootChecks {
 public:
  // Whether a walk that has ended found the bytes of root number `root` good.
  [[nodiscard]] bool is_good(const PackFile& pack, uint32_t root) const {
    return ended_.load(std::memory_order_acquire) && !others_.contains({&pack, root});
  }
  // It is not good, or nobody looked. Before any walk has ended, else nothing happens.
  void add_other(const PackFile& pack, uint32_t root) {
    const std::lock_guard lock(adding_);
    if (!ended_.load(std::memory_order_relaxed)) others_.insert({&pack, root});
  }
  // A walk has looked at every root; all but the others are good.
  void end() {
    const std::lock_guard lock(adding_);
    ended_.store(true, std::memory_order_release);
  }

 private:
  std::mutex adding_;
  std::set<std::pair<const PackFile*, uint32_t>> others_;
  std::atomic<bool> ended_ = false;
};

}  // namespace rekey
