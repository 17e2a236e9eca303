// Gzip: how large a text is as a gzip file. libdeflate does the work. Pure; any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace rekey {

// At the fastest level: zlib's usual one gives about as much or less. The text's size where there
// is no memory for it.
size_t gzip_size(std::string_view text);

}  // namespace rekey
