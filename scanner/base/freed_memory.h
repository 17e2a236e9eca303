// FreedMemory: what becomes of memory that was freed. Before any thread is started.
#pragma once

namespace rekey {

// Large tables come and go in a scan: what one gave back the next takes, instead of new pages that
// the system has to clear. Blocks of 32 MB and more are still given back at once, and what is freed
// at the end of the heap beyond 256 MB. Nothing where the C library is not glibc.
void keep_freed_memory();

}  // namespace rekey
