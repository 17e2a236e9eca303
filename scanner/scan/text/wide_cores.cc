#include "scanner/scan/text/wide_cores.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "scanner/match/simd/vectors.h"

namespace rekey {
namespace {

constexpr size_t kNuls = 8;    // of a core, or threes of them
constexpr size_t kStep = 32;   // bytes that are looked at for beginnings
constexpr size_t kBlock = 32;  // bytes that vectors are asked about

#if defined(__x86_64__)

// A bit for each byte that is 0.
uint32_t nul_bits(const char* bytes) {
  uint32_t out = 0;
  for (int i = 0; i < 2; ++i) {
    const __m128i some = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes) + i);
    const int bits = _mm_movemask_epi8(_mm_cmpeq_epi8(some, _mm_setzero_si128()));
    out |= static_cast<uint32_t>(bits) << 16 * i;
  }
  return out;
}

// A bit for each byte that is_plain_byte().
uint32_t plain_bits(const char* bytes) {
  uint32_t out = 0;
  for (int i = 0; i < 2; ++i) {
    const __m128i some = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes) + i);
    const auto is = [&](char c) { return _mm_cmpeq_epi8(some, _mm_set1_epi8(c)); };
    const __m128i sign = _mm_cmpgt_epi8(some, _mm_set1_epi8(' ' - 1));  // not from 0x80 on either
    const __m128i end = _mm_or_si128(_mm_or_si128(is('\t'), is('\n')), is('\r'));
    const __m128i plain = _mm_or_si128(_mm_andnot_si128(is('\x7F'), sign), end);
    out |= static_cast<uint32_t>(_mm_movemask_epi8(plain)) << 16 * i;
  }
  return out;
}

#elif defined(__aarch64__)

uint32_t nul_bits(const char* bytes) {
  uint32_t out = 0;
  for (int i = 0; i < 2; ++i) {
    const uint8x16_t some = vld1q_u8(reinterpret_cast<const uint8_t*>(bytes) + 16 * i);
    out |= static_cast<uint32_t>(bits_of(vceqzq_u8(some))) << 16 * i;
  }
  return out;
}

uint32_t plain_bits(const char* bytes) {
  uint32_t out = 0;
  for (size_t i = 0; i < kBlock; ++i) out |= static_cast<uint32_t>(is_plain_byte(bytes[i])) << i;
  return out;
}

#else

uint32_t nul_bits(const char* bytes) {
  uint32_t out = 0;
  for (size_t i = 0; i < kBlock; ++i) out |= static_cast<uint32_t>(bytes[i] == '\0') << i;
  return out;
}

uint32_t plain_bits(const char* bytes) {
  uint32_t out = 0;
  for (size_t i = 0; i < kBlock; ++i) out |= static_cast<uint32_t>(is_plain_byte(bytes[i])) << i;
  return out;
}

#endif

// Bits of the block at `at`; what is behind the text counts as no NUL and not plain.
template <typename Bits>
uint32_t bits_at(std::string_view text, size_t at, Bits bits) {
  if (text.size() >= kBlock && at <= text.size() - kBlock) return bits(text.data() + at);
  if (at >= text.size()) return 0;
  std::array<char, kBlock> rest;
  rest.fill('\xFF');
  std::copy(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), rest.begin());
  return bits(rest.data());
}

// Where seven bits stand, each `step` behind the one before.
uint64_t sevens(uint64_t bits, unsigned step) {
  const uint64_t two = bits & bits >> step;
  const uint64_t four = two & two >> 2 * step;
  return four & two >> 4 * step & bits >> 6 * step;
}

uint64_t eights(uint64_t bits, unsigned step) {
  const uint64_t two = bits & bits >> step;
  const uint64_t four = two & two >> 2 * step;
  return four & four >> 4 * step;
}

bool is_core(std::string_view text, size_t at, size_t unit) {
  if (text.size() - at < (kNuls - 1) * unit + unit - 1) return false;
  for (size_t i = 0; i < kNuls; ++i) {
    const size_t first = at + i * unit;
    for (size_t j = 0; j + 1 < unit; ++j) {
      if (text[first + j] != '\0') return false;
    }
    if (i + 1 < kNuls && !is_plain_byte(text[first + unit - 1])) return false;
  }
  return true;
}

}  // namespace

size_t next_wide_core_simple(std::string_view text, size_t from) {
  for (size_t at = from; at < text.size(); ++at) {
    if (is_core(text, at, 2) || is_core(text, at, 4)) return at;
  }
  return std::string_view::npos;
}

size_t next_wide_core(std::string_view text, size_t from) {
  size_t at = text.find('\0', std::min(from, text.size()));
  if (at == std::string_view::npos) return at;
  uint64_t low = bits_at(text, at, nul_bits);
  while (at < text.size()) {
    const uint64_t high = bits_at(text, at + kBlock, nul_bits);
    const uint64_t nuls = low | high << kBlock;
    if (nuls == 0) {
      at = text.find('\0', std::min(at + 2 * kBlock, text.size()));
      if (at == std::string_view::npos) return at;
      low = bits_at(text, at, nul_bits);
      continue;
    }
    const uint64_t threes = nuls & nuls >> 1U & nuls >> 2U;
    uint64_t narrow = eights(nuls, 2) & ~(nuls >> 1U);
    uint64_t wide = eights(threes, 4) & ~(nuls >> 3U);
    if ((narrow | wide) != 0) {
      const uint64_t plain = bits_at(text, at, plain_bits) |
                             static_cast<uint64_t>(bits_at(text, at + kBlock, plain_bits))
                                 << kBlock;
      narrow &= sevens(plain >> 1U, 2);
      wide &= sevens(plain >> 3U, 4);
      const auto found = static_cast<uint32_t>(narrow | wide);
      if (found != 0) return at + static_cast<size_t>(std::countr_zero(found));
    }
    at += kStep;
    low = high;
  }
  return std::string_view::npos;
}

}  // namespace rekey
