#include "scanner/match/simd/random_run.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "scanner/base/ascii.h"

namespace rekey {
namespace {

constexpr size_t kBlock = 64;
constexpr uint64_t kAll = ~uint64_t{0};

// Not a function: algorithms call one through its address.
constexpr auto is_token_byte = [](char c) {
  return is_word(c) || c == '+' || c == '/' || c == '-' || c == '.' || c == '~';
};

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

// To read on from there, which is a multiple of 64, with nothing before it.
void RandomRuns::start_at(size_t at) {
  first_ = at;
  rows_ = 0;
  row_ = 1;
  kinds_.token[0] = kinds_.upper[0] = 0;
}

// The bytes from `at` on, which is a multiple of 64; row 0 is left as it is.
void RandomRuns::read(size_t at) {
  first_ = at;
  const size_t left = text_.size() - at;
  const size_t whole = std::min(left / kBlock, kBlocks + 1);
  byte_kinds(text_.data() + at, whole, 1, kinds_);
  size_t read = whole;
  if (whole <= kBlocks && left % kBlock != 0) {
    std::array<char, kBlock> rest{};  // bytes that are of no kind
    std::memcpy(rest.data(), text_.data() + at + whole * kBlock, left % kBlock);
    byte_kinds(rest.data(), 1, ++read, kinds_);
  }
  for (ByteKinds::Row* row : {&kinds_.token, &kinds_.digit, &kinds_.upper, &kinds_.lower}) {
    std::fill_n(row->begin() + static_cast<std::ptrdiff_t>(read) + 1, kMarkedTogether + 1, 0);
  }
  rows_ = std::min(read, kBlocks);
  row_ = 1;
}

// False at the end.
bool RandomRuns::read_on() {
  const size_t at = first_ + rows_ * kBlock;
  if (at >= text_.size()) return false;
  kinds_.token[0] = kinds_.token[rows_];
  kinds_.upper[0] = kinds_.upper[rows_];
  read(at);
  random_marks(kinds_, rows_, marked_);
  return true;
}

size_t RandomRuns::row_of(size_t at) const {
  return (at - first_) / kBlock + 1;
}

// The run that the byte at `at` is in, as far as it begins behind what was left out.
Span RandomRuns::run_around(size_t at) const {
  Span run{at, at + 1};
  while (run.begin > from_ && is_token_byte(text_[run.begin - 1])) --run.begin;
  const size_t row = row_of(at);
  const uint64_t other = ~window(kinds_.token[row], kinds_.token[row + 1], (at - first_) % kBlock);
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
  const size_t row = row_of(run.begin);
  const size_t at = (run.begin - first_) % kBlock;
  const uint64_t mask = ones(run.size());
  if ((window(kinds_.digit[row], kinds_.digit[row + 1], at) & mask) != 0) return true;
  const uint64_t upper = window(kinds_.upper[row], kinds_.upper[row + 1], at) & mask;
  if ((upper & upper >> 1U) == 0) return false;
  const uint64_t lower = window(kinds_.lower[row], kinds_.lower[row + 1], at) & mask;
  const uint64_t rises = lower & upper >> 1U;
  return (rises & (rises - 1)) != 0 || has_capitals(upper);
}

// Whatever stands before `from` is left out.
void RandomRuns::skip_to(size_t from) {
  from_ = from;
  const size_t at = from / kBlock * kBlock;
  if (at >= first_ + rows_ * kBlock) {
    start_at(at);
    if (!read_on()) return;
  }
  // The row and the one behind it know of what was before.
  const uint64_t mask = kAll << (from % kBlock);
  row_ = row_of(from);
  kinds_.token[row_] &= mask;
  kinds_.upper[row_] &= mask;
  auto& [begins, marks] = marked_;
  begins[row_] = random_run_begins(kinds_.token[row_], kinds_.token[row_ + 1]);
  marks[row_] = random_marks_of(begins[row_], 0, kinds_.digit[row_], kinds_.upper[row_], 0);
  marks[row_ + 1] = random_marks_of(begins[row_ + 1], begins[row_], kinds_.digit[row_ + 1],
                                    kinds_.upper[row_ + 1], kinds_.upper[row_]);
}

bool RandomRuns::next(size_t from, Span& run) {
  if (from > from_) skip_to(from);
  while (row_ <= rows_ || read_on()) {
    const size_t block = first_ + (row_ - 1) * kBlock;
    uint64_t left = marked_.marks[row_];
    while (left != 0) {
      run = run_around(block + static_cast<size_t>(std::countr_zero(left)));
      if (is_random(run)) return true;
      if (run.end >= block + kBlock) break;
      left &= kAll << (run.end - block);
    }
    if (left == 0) {
      ++row_;
    } else {
      skip_to(run.end);  // or a run of many blocks would be looked at in each of them
    }
  }
  return false;
}

}  // namespace rekey
