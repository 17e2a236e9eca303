// Inflate: a whole zlib stream (RFC 1950) at once, best of known size. libdeflate stays behind it.
// One thread's.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "scanner/base/result.h"
#include "scanner/git/object/byte_buffer.h"

struct libdeflate_decompressor;

namespace rekey {

class Inflater {
 public:
  Inflater();
  ~Inflater();
  Inflater(Inflater&& other) noexcept
      : decompressor_(std::exchange(other.decompressor_, nullptr)) {}
  Inflater& operator=(Inflater&& other) noexcept {
    std::swap(decompressor_, other.decompressor_);
    return *this;
  }

  // The stream at the start of `in`, which may go on behind it, gives exactly `size` bytes in
  // `out`. kMalformed otherwise, before any memory is taken when no stream of that length can hold
  // so much; kTooLarge when there is no memory.
  // `used` gets the bytes of the stream; may be null.
  Status run(std::string_view in, uint64_t size, ByteBuffer& out, size_t* used = nullptr);

 private:
  libdeflate_decompressor* decompressor_;
};

}  // namespace rekey
