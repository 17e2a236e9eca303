#include "scanner/match/simd/byte_kinds.h"

#include <array>

namespace rekey {
namespace {

constexpr size_t kBlock = 64;

// The kinds by half bytes: a byte is of a kind when both of its halves have the kind's bit.
// Capitals and small letters have two bits, one for each of the two upper halves that they have.
enum Bit : uint8_t {
  kDigit = 1 << 7,
  kUpperA = 1 << 6,
  kUpperP = 1 << 5,
  kLowerA = 1 << 4,
  kLowerP = 1 << 3,
  kSigns = 1 << 2,
  kUnderscore = 1 << 1,
  kTilde = 1 << 0,
};
constexpr uint8_t kUpper = kUpperA | kUpperP;
constexpr uint8_t kLower = kLowerA | kLowerP;

using Halves = std::array<uint8_t, 16>;

constexpr Halves low_halves() {
  Halves out{};
  for (size_t i = 0; i < out.size(); ++i) {
    unsigned bits = 0;
    if (i <= 9) bits |= kDigit;
    if (i >= 1) bits |= kUpperA | kLowerA;
    if (i <= 10) bits |= kUpperP | kLowerP;
    if (i == 0xb || i >= 0xd) bits |= kSigns;  // + - . /
    if (i == 0xe) bits |= kTilde;
    if (i == 0xf) bits |= kUnderscore;
    out[i] = static_cast<uint8_t>(bits);
  }
  return out;
}

constexpr Halves high_halves() {
  Halves out{};
  out[2] = kSigns;
  out[3] = kDigit;
  out[4] = kUpperA;
  out[5] = kUpperP | kUnderscore;
  out[6] = kLowerA;
  out[7] = kLowerP | kTilde;
  return out;
}

constexpr Halves kLow = low_halves();
constexpr Halves kHigh = high_halves();

}  // namespace

void byte_kinds_simple(const char* bytes, size_t blocks, size_t first, ByteKinds& out) {
  for (size_t block = 0; block < blocks; ++block) {
    uint64_t token = 0, digit = 0, upper = 0, lower = 0;
    for (size_t i = 0; i < kBlock; ++i) {
      const auto byte = static_cast<unsigned char>(bytes[block * kBlock + i]);
      const unsigned bits = kLow[byte & 15U] & kHigh[byte >> 4U];
      const uint64_t bit = uint64_t{1} << i;
      if (bits != 0) token |= bit;
      if ((bits & kDigit) != 0) digit |= bit;
      if ((bits & kUpper) != 0) upper |= bit;
      if ((bits & kLower) != 0) lower |= bit;
    }
    out.token[first + block] = token;
    out.digit[first + block] = digit;
    out.upper[first + block] = upper;
    out.lower[first + block] = lower;
  }
}

#if defined(__x86_64__)

namespace {

__attribute__((target("avx2"))) uint64_t top_bits(__m256i first, __m256i second) {
  return static_cast<uint32_t>(_mm256_movemask_epi8(first)) |
         static_cast<uint64_t>(static_cast<uint32_t>(_mm256_movemask_epi8(second))) << 32U;
}

__attribute__((target("avx2"))) __m256i kinds_of(__m256i bytes, __m256i low, __m256i high) {
  const __m256i upper_half = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(15));
  // A look-up by a byte of 128 and more gives 0.
  return _mm256_and_si256(_mm256_shuffle_epi8(low, bytes), _mm256_shuffle_epi8(high, upper_half));
}

__attribute__((target("avx2"))) void byte_kinds_avx2(const char* bytes, size_t blocks, size_t first,
                                                     ByteKinds& out) {
  const __m256i low = both(kLow);
  const __m256i high = both(kHigh);
  const __m256i zero = _mm256_setzero_si256();
  for (size_t block = 0; block < blocks; ++block) {
    const auto* at = reinterpret_cast<const __m256i*>(bytes + block * kBlock);
    const __m256i a = kinds_of(_mm256_loadu_si256(at), low, high);
    const __m256i b = kinds_of(_mm256_loadu_si256(at + 1), low, high);
    out.token[first + block] = ~top_bits(_mm256_cmpeq_epi8(a, zero), _mm256_cmpeq_epi8(b, zero));
    out.digit[first + block] = top_bits(a, b);
    out.upper[first + block] = top_bits(_mm256_slli_epi16(a, 1), _mm256_slli_epi16(b, 1)) |
                               top_bits(_mm256_slli_epi16(a, 2), _mm256_slli_epi16(b, 2));
    out.lower[first + block] = top_bits(_mm256_slli_epi16(a, 3), _mm256_slli_epi16(b, 3)) |
                               top_bits(_mm256_slli_epi16(a, 4), _mm256_slli_epi16(b, 4));
  }
}

__attribute__((target("avx512f,avx512bw"))) void byte_kinds_avx512(const char* bytes, size_t blocks,
                                                                   size_t first, ByteKinds& out) {
  const __m512i low = _mm512_maskz_broadcast_i32x4(
      0xffff, _mm_loadu_si128(reinterpret_cast<const __m128i*>(kLow.data())));
  const __m512i high = _mm512_maskz_broadcast_i32x4(
      0xffff, _mm_loadu_si128(reinterpret_cast<const __m128i*>(kHigh.data())));
  for (size_t block = 0; block < blocks; ++block) {
    const __m512i text = _mm512_loadu_si512(bytes + block * kBlock);
    const __m512i upper_half = _mm512_and_si512(_mm512_srli_epi16(text, 4), _mm512_set1_epi8(15));
    const __m512i bits =
        _mm512_and_si512(_mm512_shuffle_epi8(low, text), _mm512_shuffle_epi8(high, upper_half));
    out.token[first + block] = _mm512_test_epi8_mask(bits, bits);
    out.digit[first + block] = _mm512_movepi8_mask(bits);
    out.upper[first + block] = _mm512_test_epi8_mask(bits, _mm512_set1_epi8(kUpper));
    out.lower[first + block] = _mm512_test_epi8_mask(bits, _mm512_set1_epi8(kLower));
  }
}

}  // namespace

Ways<ByteKindsFunction> byte_kinds_ways() {
  Ways<ByteKindsFunction> out{};
  size_t count = 0;
  if (__builtin_cpu_supports("avx512bw")) out[count++] = byte_kinds_avx512;
  if (has_avx2()) out[count++] = byte_kinds_avx2;
  out[count] = byte_kinds_simple;
  return out;
}

#elif defined(__aarch64__)

namespace {

void byte_kinds_neon(const char* bytes, size_t blocks, size_t first, ByteKinds& out) {
  const uint8x16_t low = vld1q_u8(kLow.data());
  const uint8x16_t high = vld1q_u8(kHigh.data());
  for (size_t block = 0; block < blocks; ++block) {
    uint64_t token = 0, digit = 0, upper = 0, lower = 0;
    for (unsigned part = 0; part < 4; ++part) {
      const uint8x16_t text =
          vld1q_u8(reinterpret_cast<const uint8_t*>(bytes) + block * kBlock + part * 16);
      const uint8x16_t bits = vandq_u8(vqtbl1q_u8(low, vandq_u8(text, vdupq_n_u8(15))),
                                       vqtbl1q_u8(high, vshrq_n_u8(text, 4)));
      const unsigned shift = part * 16;
      token |= bits_of(vtstq_u8(bits, bits)) << shift;
      digit |= bits_of(vtstq_u8(bits, vdupq_n_u8(kDigit))) << shift;
      upper |= bits_of(vtstq_u8(bits, vdupq_n_u8(kUpper))) << shift;
      lower |= bits_of(vtstq_u8(bits, vdupq_n_u8(kLower))) << shift;
    }
    out.token[first + block] = token;
    out.digit[first + block] = digit;
    out.upper[first + block] = upper;
    out.lower[first + block] = lower;
  }
}

}  // namespace

Ways<ByteKindsFunction> byte_kinds_ways() {
  return {byte_kinds_neon, byte_kinds_simple};
}

#else

Ways<ByteKindsFunction> byte_kinds_ways() {
  return {byte_kinds_simple};
}

#endif

void byte_kinds(const char* bytes, size_t blocks, size_t first, ByteKinds& out) {
  static const ByteKindsFunction fastest = byte_kinds_ways()[0];
  fastest(bytes, blocks, first, out);
}

}  // namespace rekey
