#include "scanner/match/random_run.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

#include "scanner/base/ascii.h"

namespace rekey {
namespace {

constexpr size_t kBlock = 64;
constexpr uint64_t kAll = ~uint64_t{0};

bool is_token_byte(char c) {
  return is_word(c) || c == '+' || c == '/' || c == '-' || c == '.' || c == '~';
}

// Of a run, which has nothing but token bytes.
bool is_random_bytes(std::string_view run) {
  if (run.size() < kRandomRun) return false;
  size_t pairs = 0, rises = 0, capitals = 0;
  char last = '\0';
  for (const char c : run) {
    if (is_digit(c)) return true;
    capitals = is_upper(c) ? capitals + 1 : 0;
    if (capitals == kRandomCapitals) return true;
    if (is_upper(c) && is_upper(last)) ++pairs;
    if (is_upper(c) && is_lower(last)) ++rises;
    if (pairs >= 1 && rises >= 2) return true;
    last = c;
  }
  return false;
}

// Bits in a row of which the lowest `count` (up to 64) are set.
uint64_t ones(size_t count) {
  return count >= kBlock ? kAll : (uint64_t{1} << count) - 1;
}

// 64 bits from `at` on in two blocks' bits; at < 64.
uint64_t window(uint64_t here, uint64_t next, size_t at) {
  return at == 0 ? here : here >> at | next << (kBlock - at);
}

// Where kRandomRun bits in a row begin, the later ones perhaps in `next`.
uint64_t run_begins(uint64_t here, uint64_t next) {
  static_assert(kRandomRun == 12);
  const uint64_t two = here & window(here, next, 1), next_two = next & next >> 1U;
  const uint64_t four = two & window(two, next_two, 2), next_four = next_two & next_two >> 2U;
  const uint64_t eight = four & window(four, next_four, 4);
  return eight & window(four, next_four, 8);
}

// The bits of the runs that begin at `begins` or, in the block before, at `before`.
uint64_t in_runs(uint64_t begins, uint64_t before) {
  static_assert(kRandomRun == 12);
  const auto wider = [](uint64_t& here, uint64_t& last, unsigned by) {
    here |= here << by | last >> (kBlock - by);
    last |= last << by;
  };
  wider(begins, before, 1);
  wider(begins, before, 2);
  wider(begins, before, 4);
  wider(begins, before, 4);
  return begins;
}

// Whether so many bits in a row are set.
bool has_capitals(uint64_t upper) {
  static_assert(kRandomCapitals == 14);
  const uint64_t two = upper & upper >> 1U;
  const uint64_t four = two & two >> 2U;
  const uint64_t eight = four & four >> 4U;
  return (eight & four >> 8U & two >> 12U) != 0;
}

}  // namespace

bool has_random_run(std::string_view text) {
  size_t begin = 0;
  while (begin < text.size()) {
    const auto* from = text.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto* end = std::find_if_not(from, text.end(), is_token_byte);
    const auto size = static_cast<size_t>(end - from);
    if (is_random_bytes(text.substr(begin, size))) return true;
    begin += size + 1;
  }
  return false;
}

// The kinds of the bytes from `at` on, which is a multiple of 64.
void RandomRuns::read(size_t at) {
  first_ = at;
  const size_t left = text_.size() - at;
  const size_t whole = std::min(left / kBlock, kBlocks + 1);
  byte_kinds(text_.data() + at, whole, kinds_.data());
  kinds_[whole] = {};
  if (whole <= kBlocks && left % kBlock != 0) {
    std::array<char, kBlock> rest{};  // bytes that are of no kind
    std::memcpy(rest.data(), text_.data() + at + whole * kBlock, left % kBlock);
    byte_kinds(rest.data(), 1, &kinds_[whole]);
  }
  kinds_[std::min(whole, kBlocks) + 1] = {};
  behind_ = std::min(text_.size(), at + kBlocks * kBlock);
}

// The run that the byte at `at` is in, as far as it begins behind what was left out.
Span RandomRuns::run_around(size_t at) const {
  Span run{at, at + 1};
  while (run.begin > from_ && is_token_byte(text_[run.begin - 1])) --run.begin;
  const size_t block = (at - first_) / kBlock;
  const uint64_t other =
      ~window(kinds_[block].token, kinds_[block + 1].token, (at - first_) % kBlock);
  if (other != 0) {
    run.end = at + static_cast<size_t>(std::countr_zero(other));
  } else {
    const auto* from = text_.begin() + static_cast<std::ptrdiff_t>(at);
    run.end = at + static_cast<size_t>(std::find_if_not(from, text_.end(), is_token_byte) - from);
  }
  return run;
}

bool RandomRuns::is_random(const Span& run) const {
  if (run.size() > kBlock || run.begin < first_) return is_random_bytes(run.of(text_));
  const size_t block = (run.begin - first_) / kBlock;
  const size_t at = (run.begin - first_) % kBlock;
  const ByteKinds& here = kinds_[block];
  const ByteKinds& next = kinds_[block + 1];
  const uint64_t mask = ones(run.size());
  if ((window(here.digit, next.digit, at) & mask) != 0) return true;
  const uint64_t upper = window(here.upper, next.upper, at) & mask;
  if ((upper & upper >> 1U) == 0) return false;
  const uint64_t lower = window(here.lower, next.lower, at) & mask;
  return std::popcount(lower & upper >> 1U) >= 2 || has_capitals(upper);
}

// Of the block at `at`: the bytes by which a run may be random.
uint64_t RandomRuns::marks(size_t at) {
  const size_t block = (at - first_) / kBlock;
  const ByteKinds& here = kinds_[block];
  const uint64_t begins = run_begins(here.token, kinds_[block + 1].token);
  const uint64_t pairs = here.upper & (here.upper << 1U | upper_before_ >> (kBlock - 1));
  const uint64_t before = begins_before_;
  begins_before_ = begins;
  upper_before_ = here.upper;
  if ((begins | before) == 0) return 0;  // half of all blocks
  return in_runs(begins, before) & (here.digit | pairs);
}

// Whatever stands before `from` is left out.
void RandomRuns::skip_to(size_t from) {
  from_ = from;
  at_ = from / kBlock * kBlock;
  begins_before_ = upper_before_ = 0;
  if (at_ >= text_.size()) return;
  if (at_ < first_ || at_ >= behind_) read(at_);
  const uint64_t mask = kAll << (from % kBlock);
  ByteKinds& kinds = kinds_[(at_ - first_) / kBlock];
  kinds.token &= mask;
  kinds.upper &= mask;
}

bool RandomRuns::next(size_t from, Span& run) {
  if (from > from_) skip_to(from);
  while (at_ < text_.size()) {
    if (at_ >= behind_) read(at_);
    uint64_t left = marks(at_);
    while (left != 0) {
      run = run_around(at_ + static_cast<size_t>(std::countr_zero(left)));
      if (is_random(run)) return true;
      if (run.end >= at_ + kBlock) break;
      left &= kAll << (run.end - at_);
    }
    if (left == 0) {
      at_ += kBlock;
    } else {
      skip_to(run.end);  // or a run of many blocks would be looked at in each of them
    }
  }
  return false;
}

}  // namespace rekey
