// RandomMarks: in blocks of 64 bytes, of which the kinds are known (byte_kinds.h), the bytes by
// which a run may be random (random_run.h): digits, and capitals behind one, in a run that is long
// enough. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <cstdint>

#include "scanner/match/simd/byte_kinds.h"
#include "scanner/match/simd/vectors.h"

namespace rekey {

// Of one block with the block behind it: where runs of kRandomRun token bytes begin.
uint64_t random_run_begins(uint64_t token, uint64_t token_behind);

// Of one block: its marks, from where runs begin in it and in the block before.
uint64_t random_marks_of(uint64_t begins, uint64_t begins_before, uint64_t digit, uint64_t upper,
                         uint64_t upper_before);

// The same for the blocks 1 to `blocks` of `kinds`, with block 0 before them and another behind.
// begins[0] to begins[blocks] and marks[1] to marks[blocks] are written; of the kMarkedTogether
// blocks behind, some are read and written as well.
constexpr size_t kMarkedTogether = 8;
struct RandomMarks {
  ByteKinds::Row begins, marks;
};
constexpr size_t kMostMarked = ByteKinds::kMost - 2 * kMarkedTogether;
using RandomMarksFunction = void (*)(const ByteKinds& kinds, size_t blocks, RandomMarks& out);

Ways<RandomMarksFunction> random_marks_ways();

// The fastest of them.
void random_marks(const ByteKinds& kinds, size_t blocks, RandomMarks& out);

// One block after the other: what random_marks() must agree with.
void random_marks_simple(const ByteKinds& kinds, size_t blocks, RandomMarks& out);

}  // namespace rekey
