// MappingGuard: keeps the program alive when a file is made shorter while it is mapped.
//
// To read a mapped page behind the file's new end is SIGBUS, which ends a program. The handler
// puts pages of zeros there, from the page that was asked for to the mapping's end, notes that the
// file was cut, and the read goes on: sums, ids and bounds are checked wherever such bytes are
// used, so zeros are damage like any other. Who scans asks in the end whether a file was cut. A
// file that is replaced by another, as git does it, stays whole in memory.
//
// Only mappings that were given to it are served; any other SIGBUS goes to whoever had the signal
// before. The handler takes no lock and no memory: it walks a list that only grows and calls
// mmap(), on Linux and macOS a plain system call. Any thread.
#pragma once

#include <cstddef>
#include <utility>

namespace rekey {

class MappingGuard {
 public:
  struct Slot;

  MappingGuard() = default;  // guards nothing
  // `size` > 0 bytes that mmap() gave, private and only to be read.
  MappingGuard(const void* address, size_t size);
  MappingGuard(MappingGuard&& other) noexcept : slot_(std::exchange(other.slot_, nullptr)) {}
  MappingGuard& operator=(MappingGuard&& other) noexcept {
    std::swap(slot_, other.slot_);
    return *this;
  }
  ~MappingGuard();  // before munmap()

  // How many mapped files were cut so far in this process.
  static size_t cut_count();

 private:
  Slot* slot_ = nullptr;
};

}  // namespace rekey
