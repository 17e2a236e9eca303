// Chunks: a growing array whose elements stay where they are: nothing is copied when it grows, and
// an element is found with two loads. For what there are millions of.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace rekey {

template <typename T>
class Chunks {
 public:
  void push_back(T value) {
    if (size_ % kChunk == 0) chunks_.emplace_back().reserve(kChunk);
    chunks_.back().push_back(std::move(value));
    ++size_;
  }

  [[nodiscard]] size_t size() const { return size_; }
  // `place` < size().
  [[nodiscard]] const T& operator[](size_t place) const {
    return chunks_[place / kChunk][place % kChunk];
  }

 private:
  static constexpr size_t kChunk = size_t{1} << 14;  // elements

  std::vector<std::vector<T>> chunks_;  // each but the last is full
  size_t size_ = 0;
};

}  // namespace rekey
