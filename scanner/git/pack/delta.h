// Delta: a packed object as copies from a base and insertions.
//
// Format: git's Documentation/gitformat-pack, "Deltified representation". Every number of it is
// checked: a copy stays inside the base, the parts make exactly the size declared. Pure; any
// thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/base/copied_bytes.h"
#include "scanner/base/result.h"
#include "scanner/git/object/byte_buffer.h"

namespace rekey {

struct DeltaSizes {
  uint64_t base = 0, result = 0;
  size_t header = 0;  // bytes of the delta that these two take
};

Result<DeltaSizes> parse_delta_sizes(std::string_view delta);

// kTooLarge when the result would have more than `max_bytes` or than there is memory, kMalformed
// for anything else.
// `copies`, if not null, gets what was copied, by `to`, neighbours that go on from each other as
// one.
Status apply_delta(std::string_view base, std::string_view delta, uint64_t max_bytes,
                   ByteBuffer& out, std::vector<CopiedBytes>* copies = nullptr);

}  // namespace rekey
