#include "scanner/git/pack/inflate_start.h"

#include <zlib.h>

#include <algorithm>
#include <new>

namespace rekey {
namespace {

// More of the stream is never needed for so few bytes: a header of zlib, a table of codes at most.
constexpr size_t kMostIn = 1024;

}  // namespace

struct InflateStart::Stream {
  z_stream zlib{};

  Stream() {
    if (inflateInit(&zlib) != Z_OK) throw std::bad_alloc();
  }
  ~Stream() { inflateEnd(&zlib); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
};

InflateStart::InflateStart() : stream_(std::make_unique<Stream>()) {}
InflateStart::~InflateStart() = default;
InflateStart::InflateStart(InflateStart&&) noexcept = default;
InflateStart& InflateStart::operator=(InflateStart&&) noexcept = default;

std::string_view InflateStart::run(std::string_view in) {
  z_stream& zlib = stream_->zlib;
  if (inflateReset(&zlib) != Z_OK) return {};
  // zlib does not write to what it reads; its interface is older than const.
  zlib.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(in.data()));
  zlib.avail_in = static_cast<uInt>(std::min(in.size(), kMostIn));
  zlib.next_out = reinterpret_cast<Bytef*>(bytes_.data());
  zlib.avail_out = static_cast<uInt>(bytes_.size());
  // Whatever it says, what it has written is what the stream gives so far.
  (void)inflate(&zlib, Z_SYNC_FLUSH);
  return {bytes_.data(), bytes_.size() - zlib.avail_out};
}

}  // namespace rekey
