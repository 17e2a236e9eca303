#include "scanner/match/simd/random_marks.h"

#include <cstring>

#include "scanner/match/simd/random_run.h"

namespace rekey {
namespace {

constexpr unsigned kBlock = 64;

// Eight words, which the compiler makes of what vectors the processor has: an extension of GCC and
// Clang. Functions are of one word or of eight.
constexpr size_t kEight = kMarkedTogether;
using Eight = uint64_t __attribute__((vector_size(kEight * sizeof(uint64_t))));

// Inlined always: so they are compiled for the processor of the function that they are in.
#define REKEY_INLINE [[gnu::always_inline]] inline
#pragma GCC diagnostic ignored "-Wpsabi"  // nothing that is not inlined gives an Eight

// 64 bits from the kAt-th on in two blocks' bits.
template <unsigned kAt, typename Bits>
REKEY_INLINE Bits window(const Bits& here, const Bits& behind) {
  return here >> kAt | behind << (kBlock - kAt);
}

// Where kRandomRun bits in a row begin, the later ones perhaps in `behind`.
template <typename Bits>
REKEY_INLINE Bits begins_of(const Bits& here, const Bits& behind) {
  static_assert(kRandomRun == 12);
  const Bits two = here & window<1>(here, behind), two_behind = behind & behind >> 1U;
  const Bits four = two & window<2>(two, two_behind), four_behind = two_behind & two_behind >> 2U;
  const Bits eight = four & window<4>(four, four_behind);
  return eight & window<8>(four, four_behind);
}

template <unsigned kBy, typename Bits>
REKEY_INLINE void widen(Bits& here, Bits& before) {
  here |= here << kBy | before >> (kBlock - kBy);
  before |= before << kBy;
}

// The bits of the runs that begin at `begins` or, in the block before, at `before`.
template <typename Bits>
REKEY_INLINE Bits in_runs(const Bits& run_begins, const Bits& run_begins_before) {
  static_assert(kRandomRun == 12);
  Bits begins = run_begins, before = run_begins_before;
  widen<1>(begins, before);
  widen<2>(begins, before);
  widen<4>(begins, before);
  widen<4>(begins, before);
  return begins;
}

template <typename Bits>
REKEY_INLINE Bits marks_of(const Bits& begins, const Bits& begins_before, const Bits& digit,
                           const Bits& upper, const Bits& upper_before) {
  const Bits pairs = upper & (upper << 1U | upper_before >> (kBlock - 1));
  return in_runs(begins, begins_before) & (digit | pairs);
}

REKEY_INLINE Eight eight_from(const ByteKinds::Row& row, size_t at) {
  Eight out;
  std::memcpy(&out, row.data() + at, sizeof out);
  return out;
}

REKEY_INLINE void write_eight(const Eight& words, size_t at, ByteKinds::Row& out) {
  std::memcpy(out.data() + at, &words, sizeof words);
}

REKEY_INLINE void mark(const ByteKinds& kinds, size_t blocks, RandomMarks& out) {
  for (size_t i = 0; i <= blocks; i += kEight) {
    write_eight(begins_of(eight_from(kinds.token, i), eight_from(kinds.token, i + 1)), i,
                out.begins);
  }
  for (size_t i = 1; i <= blocks; i += kEight) {
    write_eight(marks_of(eight_from(out.begins, i), eight_from(out.begins, i - 1),
                         eight_from(kinds.digit, i), eight_from(kinds.upper, i),
                         eight_from(kinds.upper, i - 1)),
                i, out.marks);
  }
}

void mark_usual(const ByteKinds& kinds, size_t blocks, RandomMarks& out) {
  mark(kinds, blocks, out);
}

#if defined(__x86_64__)
__attribute__((target("avx512f"))) void mark_avx512(const ByteKinds& kinds, size_t blocks,
                                                    RandomMarks& out) {
  mark(kinds, blocks, out);
}

__attribute__((target("avx2"))) void mark_avx2(const ByteKinds& kinds, size_t blocks,
                                               RandomMarks& out) {
  mark(kinds, blocks, out);
}

#endif

}  // namespace

Ways<RandomMarksFunction> random_marks_ways() {
  Ways<RandomMarksFunction> out{};
  size_t count = 0;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) out[count++] = mark_avx512;
  if (has_avx2()) out[count++] = mark_avx2;
#endif
  out[count++] = mark_usual;
  out[count] = random_marks_simple;
  return out;
}

uint64_t random_run_begins(uint64_t token, uint64_t token_behind) {
  return begins_of(token, token_behind);
}

uint64_t random_marks_of(uint64_t begins, uint64_t begins_before, uint64_t digit, uint64_t upper,
                         uint64_t upper_before) {
  return marks_of(begins, begins_before, digit, upper, upper_before);
}

void random_marks_simple(const ByteKinds& kinds, size_t blocks, RandomMarks& out) {
  for (size_t i = 0; i <= blocks; ++i) {
    out.begins[i] = begins_of(kinds.token[i], kinds.token[i + 1]);
    if (i == 0) continue;
    out.marks[i] = marks_of(out.begins[i], out.begins[i - 1], kinds.digit[i], kinds.upper[i],
                            kinds.upper[i - 1]);
  }
}

void random_marks(const ByteKinds& kinds, size_t blocks, RandomMarks& out) {
  static const RandomMarksFunction fastest = random_marks_ways()[0];
  fastest(kinds, blocks, out);
}

}  // namespace rekey
