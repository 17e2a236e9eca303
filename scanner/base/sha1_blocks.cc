#include "scanner/base/sha1_blocks.h"

#include <cstring>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace rekey {

#if defined(__x86_64__)

namespace {

constexpr size_t kBlock = 64;  // bytes
constexpr std::array<uint32_t, 5> kStart = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476,
                                            0xC3D2E1F0};

struct State {
  __m128i abcd, e;  // `a` in the highest word; `e` in the highest, zeros below
};

// Four rounds: their words come in `words`, rounds of the same kind in fives.
template <int Kind>
__attribute__((target("sha,sse4.1"))) inline void rounds(State& state, __m128i& before,
                                                         const __m128i* words, bool is_first) {
  for (int i = 0; i < 5; ++i) {
    const __m128i added = is_first && i == 0 ? _mm_add_epi32(state.e, words[i])
                                             : _mm_sha1nexte_epu32(before, words[i]);
    before = state.abcd;
    state.abcd = _mm_sha1rnds4_epu32(state.abcd, added, Kind);
  }
}

__attribute__((target("sha,sse4.1"))) void add_block(State& state, const char* block) {
  const __m128i turn = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
  __m128i words[20];
  for (int i = 0; i < 4; ++i) {
    const __m128i some = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block) + i);
    words[i] = _mm_shuffle_epi8(some, turn);
  }
  for (int i = 4; i < 20; ++i) {
    const __m128i mixed =
        _mm_xor_si128(_mm_sha1msg1_epu32(words[i - 4], words[i - 3]), words[i - 2]);
    words[i] = _mm_sha1msg2_epu32(mixed, words[i - 1]);
  }
  const State old = state;
  __m128i before = state.abcd;
  rounds<0>(state, before, words, true);
  rounds<1>(state, before, words + 5, false);
  rounds<2>(state, before, words + 10, false);
  rounds<3>(state, before, words + 15, false);
  state.e = _mm_sha1nexte_epu32(before, old.e);
  state.abcd = _mm_add_epi32(state.abcd, old.abcd);
}

}  // namespace

bool has_sha1_blocks() {
  static const bool kHas = [] {
    unsigned a = 0, b = 0, c = 0, d = 0;
    constexpr unsigned kLeaf = 7, kSha = 1U << 29U;
    return __get_cpuid_count(kLeaf, 0, &a, &b, &c, &d) != 0 && (b & kSha) != 0 &&
           __builtin_cpu_supports("sse4.1") != 0;
  }();
  return kHas;
}

__attribute__((target("sha,sse4.1"))) std::array<uint8_t, 20> sha1_by_blocks(
    std::string_view bytes) {
  State state{_mm_set_epi32(static_cast<int>(kStart[0]), static_cast<int>(kStart[1]),
                            static_cast<int>(kStart[2]), static_cast<int>(kStart[3])),
              _mm_set_epi32(static_cast<int>(kStart[4]), 0, 0, 0)};
  const uint64_t bits = uint64_t{bytes.size()} * 8;
  for (; bytes.size() >= kBlock; bytes.remove_prefix(kBlock)) add_block(state, bytes.data());
  // What is left, one set bit, zeros, and how many bits the text has.
  std::array<char, 2 * kBlock> end{};
  std::memcpy(end.data(), bytes.data(), bytes.size());
  end[bytes.size()] = '\x80';
  const size_t size = bytes.size() + 1 + sizeof bits <= kBlock ? kBlock : 2 * kBlock;
  for (size_t i = 0; i < sizeof bits; ++i) end[size - 1 - i] = static_cast<char>(bits >> 8 * i);
  for (size_t at = 0; at < size; at += kBlock) add_block(state, end.data() + at);
  std::array<uint32_t, 4> words{};
  _mm_storeu_si128(reinterpret_cast<__m128i*>(words.data()), state.abcd);
  const std::array<uint32_t, 5> all = {words[3], words[2], words[1], words[0],
                                       static_cast<uint32_t>(_mm_extract_epi32(state.e, 3))};
  std::array<uint8_t, 20> out{};
  for (size_t i = 0; i < out.size(); ++i) {
    out[i] = static_cast<uint8_t>(all[i / 4] >> (24 - 8 * (i % 4)));
  }
  return out;
}

#else

bool has_sha1_blocks() {
  return false;
}
std::array<uint8_t, 20> sha1_by_blocks(std::string_view /*bytes*/) {
  return {};
}

#endif

}  // namespace rekey
