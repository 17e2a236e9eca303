#include "scanner/git/pack/twin_check.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_map>

namespace rekey {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr uint64_t kPrime = (uint64_t{1} << 61U) - 1;

// `a` and `b` are below 2^62.
uint64_t product(uint64_t a, uint64_t b) {
  const Wide wide = static_cast<Wide>(a) * b;
  uint64_t folded = (static_cast<uint64_t>(wide) & kPrime) + static_cast<uint64_t>(wide >> 61U);
  folded = (folded & kPrime) + (folded >> 61U);
  return folded >= kPrime ? folded - kPrime : folded;
}

// Seven bytes a digit, in four rows that the processor works on side by side.
uint64_t sum_of(ObjectType type, std::string_view bytes) {
  constexpr size_t kDigit = 7, kRows = 4;
  const uint64_t point = kIdHashKeys[0] & kPrime;
  const uint64_t squared = product(point, point);
  const uint64_t step = product(squared, squared);
  const auto digit = [](const char* at) {
    uint64_t value = 0;
    std::memcpy(&value, at, kDigit);
    return value;
  };
  std::array<uint64_t, kRows> rows{};
  const char* at = bytes.data();
  size_t left = bytes.size();
  for (; left >= kDigit * kRows; left -= kDigit * kRows, at += kDigit * kRows) {
    for (size_t i = 0; i < kRows; ++i) {
      rows[i] = product(rows[i] + digit(at + i * kDigit), step);
    }
  }
  uint64_t sum = product(bytes.size() + 1, point) + static_cast<uint64_t>(type);
  for (const uint64_t row : rows) sum = product(sum % kPrime + row, point);
  for (; left > 0; left -= std::min(left, kDigit), at += kDigit) {
    uint64_t value = 0;
    std::memcpy(&value, at, std::min(left, kDigit));
    sum = product(sum + value, point);
    if (left <= kDigit) break;
  }
  return sum;
}

}  // namespace

void TwinCheck::Part::given(const IdView& id, ObjectType type, std::string_view bytes) {
  given_.push_back({id, sum_of(type, bytes), 0});
}

void TwinCheck::Part::passed_over(const IdView& id, ObjectType type, std::string_view bytes,
                                  size_t pack) {
  passed_over_.push_back({id, sum_of(type, bytes), pack});
}

std::vector<Twin> TwinCheck::differing() const {
  constexpr uint64_t kNotGiven = UINT64_MAX;
  std::unordered_map<ObjectId, uint64_t, ObjectIdHash> sums;
  for (const Part& part : parts_) {
    for (const Part::Sum& copy : part.passed_over_) sums.try_emplace(copy.id.id(), kNotGiven);
  }
  if (sums.empty()) return {};
  for (const Part& part : parts_) {
    for (const Part::Sum& given : part.given_) {
      const auto at = sums.find(given.id.id());
      if (at != sums.end()) at->second = given.sum;
    }
  }
  std::vector<Twin> out;
  for (const Part& part : parts_) {
    for (const Part::Sum& copy : part.passed_over_) {
      if (sums.at(copy.id.id()) != copy.sum) out.push_back({copy.id.id(), copy.pack});
    }
  }
  std::sort(out.begin(), out.end(), [](const Twin& a, const Twin& b) {
    return a.id != b.id ? a.id < b.id : a.pack < b.pack;
  });
  return out;
}

}  // namespace rekey
