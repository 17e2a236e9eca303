// PackRead: one object of a pack, made from its delta bases alone. Slow beside a walk
// (pack_walk.h); for what a walk cannot reach, and for few.
#pragma once

#include <cstdint>

#include "scanner/base/result.h"
#include "scanner/git/object/object.h"
#include "scanner/git/pack/inflate.h"
#include "scanner/git/pack/pack_file.h"

namespace rekey {

// `position` in the pack's index. Neither the object nor a base may have more than `max_bytes`:
// kTooLarge. Bases are looked for in the pack alone: kNotFound. Needs no links.
Result<Object> read_packed(const PackFile& pack, uint32_t position, uint64_t max_bytes,
                           Inflater& inflater);

// Its type and size; not held to its bytes. kMalformed, kNotFound.
Result<ObjectHeader> packed_header(const PackFile& pack, uint32_t position);

}  // namespace rekey
