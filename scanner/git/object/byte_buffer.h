// ByteBuffer: memory for one object, not cleared, reused for the next. Movable; one thread.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <string_view>
#include <utility>

namespace rekey {

class ByteBuffer {
 public:
  ByteBuffer() = default;
  ByteBuffer(ByteBuffer&& other) noexcept
      : memory_(std::move(other.memory_)),
        capacity_(std::exchange(other.capacity_, 0)),
        size_(std::exchange(other.size_, 0)) {}
  ByteBuffer& operator=(ByteBuffer&& other) noexcept {
    std::swap(memory_, other.memory_);
    std::swap(capacity_, other.capacity_);
    std::swap(size_, other.size_);
    return *this;
  }

  // Room for `size` bytes, whose content is undefined; null when there is no memory for them, and
  // then the buffer is empty.
  char* resize(size_t size) {
    if (size > capacity_ || memory_ == nullptr) {
      capacity_ = size < kSmallest ? kSmallest : size;
      memory_.reset(new (std::nothrow) char[capacity_]);
      if (memory_ == nullptr) capacity_ = size = 0;
    }
    size_ = size;
    return memory_.get();
  }

  [[nodiscard]] std::string_view bytes() const { return {memory_.get(), size_}; }
  [[nodiscard]] size_t capacity() const { return capacity_; }

 private:
  static constexpr size_t kSmallest = 4096;

  std::unique_ptr<char[]> memory_;
  size_t capacity_ = 0, size_ = 0;
};

}  // namespace rekey
