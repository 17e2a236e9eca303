#include "scanner/match/simd/literal_places.h"

#include <algorithm>
#include <bit>

namespace rekey {
namespace {

constexpr size_t kBlock = 64;
constexpr size_t kBytes = LiteralTables::kBytes;
constexpr size_t kParts = LiteralTables::kParts;
static_assert(kBytes == 6 && kParts == 2 && LiteralTables::kGroups == 16);

// Appends a block's places, which have a bit each. Most blocks have one or none, and which cannot
// be foreseen: so some are written in any case, and overwritten when they are none. Compiled for
// the processor of the function that it is in.
[[gnu::always_inline]] inline uint16_t* write_places(uint64_t bits, size_t block, uint16_t* out) {
  constexpr int kUsual = 3;
  static_assert(kUsual <= kLiteralPlacesMore);
  uint16_t* const behind = out + std::popcount(bits);
  const auto write = [&] {
    *out++ = static_cast<uint16_t>(block * kBlock + static_cast<size_t>(std::countr_zero(bits)));
    bits &= bits - 1;
  };
#pragma GCC unroll 3
  for (int i = 0; i < kUsual; ++i) write();
  while (out < behind) write();
  return behind;
}

}  // namespace

void LiteralTables::prepare() {
  parts = {};
  for (size_t i = 0; i < kBytes; ++i) {
    for (size_t byte = 0; byte < groups[i].size(); ++byte) {
      for (size_t part = 0; part < kParts; ++part) {
        const auto bits = static_cast<uint8_t>(groups[i][byte] >> (8 * part));
        parts[i][part].by_six[byte % 32 | byte / 64 % 2 * 32] |= bits;
        parts[i][part].by_low[byte % 16] |= bits;
        parts[i][part].by_high[byte / 16] |= bits;
      }
    }
  }
}

size_t literal_places_simple(const LiteralTables& tables, const char* bytes, size_t blocks,
                             uint16_t* out) {
  const auto* at = reinterpret_cast<const uint8_t*>(bytes);
  size_t found = 0;
  for (size_t i = 0; i < blocks * kBlock; ++i) {
    if (tables.groups_at(at + i) != 0) out[found++] = static_cast<uint16_t>(i);
  }
  return found;
}

#if defined(__x86_64__)

namespace {

#define REKEY_AVX2 __attribute__((target("avx2,bmi,popcnt")))
#define REKEY_VBMI __attribute__((target("avx512f,avx512bw,avx512vbmi,bmi,popcnt")))

// Zero where none of 32 places stays.
REKEY_AVX2 __m256i groups_avx2(const LiteralTables& tables, const char* bytes) {
  const __m256i half = _mm256_set1_epi8(15);
  __m256i first = _mm256_set1_epi8(-1), second = first;
  for (size_t i = 0; i < kBytes; ++i) {
    const __m256i text = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + i));
    const __m256i low = _mm256_and_si256(text, half);
    const __m256i high = _mm256_and_si256(_mm256_srli_epi16(text, 4), half);
    const auto& [one, two] = tables.parts[i];
    first = _mm256_and_si256(first, _mm256_shuffle_epi8(both(one.by_low), low));
    first = _mm256_and_si256(first, _mm256_shuffle_epi8(both(one.by_high), high));
    second = _mm256_and_si256(second, _mm256_shuffle_epi8(both(two.by_low), low));
    second = _mm256_and_si256(second, _mm256_shuffle_epi8(both(two.by_high), high));
  }
  return _mm256_or_si256(first, second);
}

REKEY_AVX2 uint32_t places_avx2(const LiteralTables& tables, const char* bytes) {
  const __m256i none = _mm256_cmpeq_epi8(groups_avx2(tables, bytes), _mm256_setzero_si256());
  return ~static_cast<uint32_t>(_mm256_movemask_epi8(none));
}

REKEY_AVX2 size_t literal_places_avx2(const LiteralTables& tables, const char* bytes, size_t blocks,
                                      uint16_t* out) {
  const uint16_t* const begin = out;
  for (size_t block = 0; block < blocks; ++block, bytes += kBlock) {
    const uint64_t second = places_avx2(tables, bytes + kBlock / 2);
    out = write_places(places_avx2(tables, bytes) | second << 32U, block, out);
  }
  return static_cast<size_t>(out - begin);
}

#undef REKEY_AVX2

// Each byte with its seventh bit as the sixth; look-ups take no more than six.
REKEY_VBMI __m512i six_bits(__m512i bytes) {
  constexpr int kSecondWhereFirst = 0xca;  // bit by bit: first ? second : third
  return _mm512_ternarylogic_epi32(_mm512_set1_epi8(0x20), _mm512_srli_epi16(bytes, 1), bytes,
                                   kSecondWhereFirst);
}

REKEY_VBMI __m512i look_up(__m512i bytes, __m512i table) {
  return _mm512_maskz_permutexvar_epi8(~__mmask64{0}, bytes, table);
}

// Which of the groups of a part have all of the bytes from each of 64 places on.
REKEY_VBMI __m512i groups_avx512(const __m512i (&table)[kBytes], const __m512i (&six)[kBytes]) {
  constexpr int kAll = 0x80;  // bit by bit: all three
  const __m512i half = _mm512_ternarylogic_epi32(
      look_up(six[0], table[0]), look_up(six[1], table[1]), look_up(six[2], table[2]), kAll);
  const __m512i most =
      _mm512_ternarylogic_epi32(half, look_up(six[3], table[3]), look_up(six[4], table[4]), kAll);
  return _mm512_and_si512(most, look_up(six[5], table[5]));
}

// Bytes are made to six bits some blocks at a time, for each is read kBytes times.
REKEY_VBMI size_t literal_places_avx512(const LiteralTables& tables, const char* bytes,
                                        size_t blocks, uint16_t* out) {
  const uint16_t* const begin = out;
  constexpr size_t kBlocks = 16;
  constexpr __mmask64 kBehind = (__mmask64{1} << (kBytes - 1)) - 1;
  alignas(kBlock) char six[(kBlocks + 1) * kBlock];
  __m512i table[kParts][kBytes];
  for (size_t part = 0; part < kParts; ++part) {
    for (size_t i = 0; i < kBytes; ++i) {
      table[part][i] = _mm512_loadu_si512(tables.parts[i][part].by_six.data());
    }
  }
  for (size_t done = 0; done < blocks; done += kBlocks) {
    const size_t count = std::min(kBlocks, blocks - done);
    for (size_t i = 0; i < count; ++i, bytes += kBlock) {
      _mm512_store_si512(six + i * kBlock, six_bits(_mm512_loadu_si512(bytes)));
    }
    _mm512_store_si512(six + count * kBlock, six_bits(_mm512_maskz_loadu_epi8(kBehind, bytes)));
    for (size_t i = 0; i < count; ++i) {
      __m512i from[kBytes];
#pragma GCC unroll 6
      for (size_t byte = 0; byte < kBytes; ++byte) {
        from[byte] = _mm512_loadu_si512(six + i * kBlock + byte);
      }
      const __m512i any =
          _mm512_or_si512(groups_avx512(table[0], from), groups_avx512(table[1], from));
      out = write_places(_mm512_test_epi8_mask(any, any), done + i, out);
    }
  }
  return static_cast<size_t>(out - begin);
}

#undef REKEY_VBMI

}  // namespace

Ways<LiteralPlacesFunction> literal_places_ways() {
  Ways<LiteralPlacesFunction> out{};
  size_t count = 0;
  if (has_avx2() && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi")) {
    out[count++] = literal_places_avx512;
  }
  if (has_avx2()) out[count++] = literal_places_avx2;
  out[count] = literal_places_simple;
  return out;
}

#elif defined(__aarch64__)

namespace {

uint64_t places_neon(const LiteralTables& tables, const uint8_t* bytes) {
  uint8x16_t first = vdupq_n_u8(255), second = first;
  for (size_t i = 0; i < kBytes; ++i) {
    const uint8x16_t text = vld1q_u8(bytes + i);
    const uint8x16_t low = vandq_u8(text, vdupq_n_u8(15)), high = vshrq_n_u8(text, 4);
    const auto& [one, two] = tables.parts[i];
    first = vandq_u8(first, vqtbl1q_u8(vld1q_u8(one.by_low.data()), low));
    first = vandq_u8(first, vqtbl1q_u8(vld1q_u8(one.by_high.data()), high));
    second = vandq_u8(second, vqtbl1q_u8(vld1q_u8(two.by_low.data()), low));
    second = vandq_u8(second, vqtbl1q_u8(vld1q_u8(two.by_high.data()), high));
  }
  const uint8x16_t any = vorrq_u8(first, second);
  return bits_of(vtstq_u8(any, any));
}

size_t literal_places_neon(const LiteralTables& tables, const char* bytes, size_t blocks,
                           uint16_t* out) {
  const auto* at = reinterpret_cast<const uint8_t*>(bytes);
  const uint16_t* const begin = out;
  for (size_t block = 0; block < blocks; ++block, at += kBlock) {
    uint64_t places = 0;
    for (unsigned part = 0; part < 4; ++part) {
      places |= places_neon(tables, at + 16 * part) << (16 * part);
    }
    out = write_places(places, block, out);
  }
  return static_cast<size_t>(out - begin);
}

}  // namespace

Ways<LiteralPlacesFunction> literal_places_ways() {
  return {literal_places_neon, literal_places_simple};
}

#else

Ways<LiteralPlacesFunction> literal_places_ways() {
  return {literal_places_simple};
}

#endif

size_t literal_places(const LiteralTables& tables, const char* bytes, size_t blocks,
                      uint16_t* out) {
  static const LiteralPlacesFunction fastest = literal_places_ways()[0];
  return fastest(tables, bytes, blocks, out);
}

}  // namespace rekey
