#include "scanner/git/pack/inflate.h"

#include <libdeflate.h>

#include <new>

namespace rekey {
namespace {

// Deflate's best: 258 bytes for two bits.
constexpr uint64_t kBestRatio = 1032;

}  // namespace

Inflater::Inflater() : decompressor_(libdeflate_alloc_decompressor()) {
  if (decompressor_ == nullptr) throw std::bad_alloc();
}

Inflater::~Inflater() {
  if (decompressor_ != nullptr) libdeflate_free_decompressor(decompressor_);
}

Status Inflater::run(std::string_view in, uint64_t size, ByteBuffer& out, size_t* used) {
  if (size / kBestRatio > in.size()) {
    return Error{ErrorCode::kMalformed, "declares more bytes than its data can hold"};
  }
  char* to = out.resize(size);
  if (to == nullptr) return Error{ErrorCode::kTooLarge, "too large for the memory"};
  size_t read = 0, written = 0;
  const libdeflate_result result =
      libdeflate_zlib_decompress_ex(decompressor_, in.data(), in.size(), to, size, &read, &written);
  if (result != LIBDEFLATE_SUCCESS || written != size) {
    return Error{ErrorCode::kMalformed, "does not inflate"};
  }
  if (used != nullptr) *used = read;
  return {};
}

}  // namespace rekey
