// CopiedBytes: a piece of a text that is the same in the text it was made from. How a packed object
// was made of its delta base is said in these.
#pragma once

#include <cstdint>

namespace rekey {

struct CopiedBytes {
  uint32_t to = 0, from = 0, size = 0;  // text[to, to + size) is base[from, from + size)
};

}  // namespace rekey
