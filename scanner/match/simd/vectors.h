// Vectors: what the code for the vectors of different processors shares. Pure functions; any
// thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace rekey {

// The ways that this processor can go, the fastest first; null behind the last.
template <typename Function>
using Ways = std::array<Function, 4>;

#if defined(__x86_64__)

// With the instructions for bits that came with it.
inline bool has_avx2() {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("popcnt");
}

// The 16 bytes in both halves.
__attribute__((target("avx2"))) inline __m256i both(const std::array<uint8_t, 16>& bytes) {
  return _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data())));
}

#elif defined(__aarch64__)

// A bit for each of 16 bytes, which are 0 or 255.
inline uint64_t bits_of(uint8x16_t bytes) {
  constexpr uint8_t kBits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t bits = vandq_u8(bytes, vld1q_u8(kBits));
  return vaddv_u8(vget_low_u8(bits)) | static_cast<uint64_t>(vaddv_u8(vget_high_u8(bits))) << 8U;
}

#endif

}  // namespace rekey
