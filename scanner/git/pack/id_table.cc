#include "scanner/git/pack/id_table.h"

#include <cstring>

#include "scanner/git/object/big_endian.h"

namespace rekey {

uint32_t IdTable::fan_out(size_t first_byte) const {
  return big_endian_32(fan_.substr(first_byte * 4));
}

bool IdTable::start(std::string_view fan) {
  fan_ = fan;
  for (size_t i = 1; i < 256; ++i) {
    if (fan_out(i) < fan_out(i - 1)) return false;
  }
  count_ = fan_out(255);
  return true;
}

bool IdTable::rows(std::string_view rows, size_t id_size, size_t skip) {
  rows_ = rows;
  id_size_ = id_size;
  skip_ = skip;
  return rows.size() / (skip + id_size) >= count_;
}

bool IdTable::is_in_order() const {
  uint32_t at = 0;
  for (size_t first = 0; first < 256; ++first) {
    for (const uint32_t end = fan_out(first); at < end; ++at) {
      const std::string_view raw = id(at).raw;
      if (static_cast<uint8_t>(raw.front()) != first) return false;
      if (at > 0 && id(at - 1).raw >= raw) return false;
    }
  }
  return true;
}

// Ids are as if drawn at random, so the bytes behind the first one say about where an id stands;
// from there on in steps that double, then by halves.
std::optional<uint32_t> IdTable::find(const ObjectId& wanted) const {
  constexpr uint32_t kFirstStep = 16;
  if (count_ == 0) return std::nullopt;
  const uint8_t first = wanted.bytes[0];
  uint32_t low = first == 0 ? 0 : fan_out(first - 1U);
  uint32_t high = fan_out(first);
  const auto order = [&](uint32_t at) {
    const char* const row = rows_.data() + at * (skip_ + id_size_) + skip_;
    return std::memcmp(row, wanted.bytes.data(), id_size_);
  };
  const auto found = [&](uint32_t at) {
    return id(at).id() == wanted ? std::optional(at) : std::nullopt;
  };
  if (high - low > 2 * kFirstStep) {
    const uint64_t part = big_endian_32(wanted.raw().substr(1));
    const auto guess = low + static_cast<uint32_t>((high - low) * part >> 32U);
    const int at_guess = order(guess);
    if (at_guess == 0) return found(guess);
    if (at_guess < 0) {
      low = guess + 1;
      for (uint32_t step = kFirstStep; step < high - low; step *= 2) {
        if (order(low + step) > 0)
          high = low + step;
        else
          low += step;
      }
    } else {
      high = guess;
      for (uint32_t step = kFirstStep; step < high - low; step *= 2) {
        if (order(high - step) <= 0)
          low = high - step;
        else
          high -= step;
      }
    }
  }
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    const int at = order(middle);
    if (at == 0) return found(middle);
    if (at < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return std::nullopt;
}

}  // namespace rekey
