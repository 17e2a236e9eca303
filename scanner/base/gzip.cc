#include "scanner/base/gzip.h"

#include <libdeflate.h>

#include <memory>
#include <new>

namespace rekey {

size_t gzip_size(std::string_view text) {
  struct Free {
    void operator()(libdeflate_compressor* one) const { libdeflate_free_compressor(one); }
  };
  const std::unique_ptr<libdeflate_compressor, Free> compressor(libdeflate_alloc_compressor(1));
  if (!compressor) return text.size();
  const size_t most = libdeflate_gzip_compress_bound(compressor.get(), text.size());
  const std::unique_ptr<char[]> out(new (std::nothrow) char[most]);
  if (!out) return text.size();
  return libdeflate_gzip_compress(compressor.get(), text.data(), text.size(), out.get(), most);
}

}  // namespace rekey
