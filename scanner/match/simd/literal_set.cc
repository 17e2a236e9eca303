#include "scanner/match/simd/literal_set.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <map>

#include "scanner/base/ascii.h"
#include "scanner/match/simd/literal_parts.h"
#include "scanner/rules/wire.h"

namespace rekey {
namespace {

constexpr size_t kBytes = LiteralTables::kBytes;
constexpr size_t kBlock = 64;
constexpr size_t kBlocks = 64;  // that are looked at together

// The first three bytes of four: small letters of capitals, and no two other bytes that matter, for
// literals are compared in full. Never 0.
uint32_t first_bytes(const char* bytes) {
  static_assert(kShortestLiteral == 3);
  uint32_t out = 0;
  std::memcpy(&out, bytes, sizeof out);
  out = std::endian::native == std::endian::little ? out & 0xffffff : out >> 8;
  return out | 0x20202020U;
}

std::string groups_as_bytes(const LiteralTables& tables) {
  std::string out;
  for (const auto& groups : tables.groups) {
    for (const uint16_t bits : groups) {
      out += static_cast<char>(bits & 0xff);
      out += static_cast<char>(bits >> 8);
    }
  }
  return out;
}

bool read_groups(std::string_view bytes, LiteralTables& out) {
  if (bytes.size() != kBytes * out.groups[0].size() * 2) return false;
  const auto byte = [&](size_t at) {
    return static_cast<unsigned>(static_cast<uint8_t>(bytes[at]));
  };
  size_t at = 0;
  for (auto& groups : out.groups) {
    for (uint16_t& bits : groups) {
      bits = static_cast<uint16_t>(byte(at) | byte(at + 1) << 8);
      at += 2;
    }
  }
  out.prepare();
  return true;
}

}  // namespace

std::string compile_literals(const std::vector<std::string>& literals) {
  WireWriter out;
  std::vector<std::string> parts;
  out.number(literals.size());
  for (const std::string& literal : literals) {
    const size_t place = rarest_part(literal);
    parts.push_back(literal.substr(place, kBytes));
    out.text(literal);
    out.number(place);
  }
  out.text(groups_as_bytes(grouped(std::move(parts))));
  return out.take();
}

Result<LiteralSet> LiteralSet::create(std::string_view bytes) {
  const Error cut{ErrorCode::kMalformed, "compiled rules: literals cut short"};
  WireReader reader(bytes);
  LiteralSet out;
  std::map<uint32_t, std::vector<Part>> by_bytes;
  const size_t count = reader.count();
  for (uint32_t i = 0; i < count; ++i) {
    const std::string_view literal = reader.text();
    const uint64_t place = reader.number();
    const size_t part_size = std::min(literal.size(), kBytes);
    if (part_size < kShortestLiteral || place > literal.size() - part_size) return cut;
    out.literals_.emplace_back(literal);
    by_bytes[first_bytes(out.literals_.back().c_str() + place)].push_back(
        {i, static_cast<uint32_t>(place)});
  }
  if (!read_groups(reader.text(), out.tables_) || !reader.ok()) return cut;
  size_t buckets = std::bit_ceil(2 * by_bytes.size() + 1);
  while (!out.fill(by_bytes, buckets)) buckets *= 2;
  return out;
}

const LiteralSet::Bucket& LiteralSet::bucket_of(uint32_t bytes) const {
  constexpr uint32_t kFactor = 0x9e3779b1;  // Knuth's multiplicative hash
  return buckets_[bytes * kFactor >> shift_];
}

// False when a bucket is too small.
bool LiteralSet::fill(const std::map<uint32_t, std::vector<Part>>& by_bytes, size_t buckets) {
  shift_ = 32U - static_cast<unsigned>(std::countr_zero(buckets));
  buckets_.assign(buckets, {});
  parts_of_.assign(buckets * kBucket, {});
  parts_.clear();
  for (const auto& [bytes, parts] : by_bytes) {
    const auto bucket = static_cast<size_t>(&bucket_of(bytes) - buckets_.data());
    const auto at = std::find(buckets_[bucket].begin(), buckets_[bucket].end(), 0U);
    if (at == buckets_[bucket].end()) return false;
    *at = bytes;
    parts_of_[bucket * kBucket + static_cast<size_t>(at - buckets_[bucket].begin())] = {
        static_cast<uint32_t>(parts_.size()), static_cast<uint32_t>(parts.size())};
    parts_.insert(parts_.end(), parts.begin(), parts.end());
  }
  return true;
}

// Of the places in `bytes`, those where some part's first bytes are; without a branch, for half of
// them are and half are not.
size_t LiteralSet::keep_parts(const char* bytes, uint16_t* places, size_t count) const {
  size_t kept = 0;
  for (size_t i = 0; i < count; ++i) {
    const uint32_t first = first_bytes(bytes + places[i]);
    const Bucket& bucket = bucket_of(first);
    places[kept] = places[i];
    unsigned has = 0;
    for (const uint32_t one : bucket) has |= static_cast<unsigned>(one == first);
    kept += has;
  }
  return kept;
}

// What has its part at text[at], which begins with these bytes.
void LiteralSet::look(std::string_view text, size_t at, uint32_t bytes,
                      std::vector<LiteralHit>& out) const {
  const Bucket& bucket = bucket_of(bytes);
  const auto in_bucket = std::find(bucket.begin(), bucket.end(), bytes) - bucket.begin();
  const auto number = static_cast<size_t>(&bucket - buckets_.data());
  const Parts& parts = parts_of_[number * kBucket + static_cast<size_t>(in_bucket)];
  for (uint32_t i = parts.first; i < parts.first + parts.count; ++i) {
    const Part& part = parts_[i];
    if (part.place > at) continue;
    const size_t begin = at - part.place;
    if (starts_with_ignoring_case(text.substr(begin), literals_[part.literal])) {
      out.push_back({part.literal, begin});
    }
  }
}

void LiteralSet::find(std::string_view text, std::vector<LiteralHit>& out) const {
  if (literals_.empty() || text.empty()) return;
  std::array<uint16_t, kBlocks * kBlock + kLiteralPlacesMore> places;
  // `bytes` are those at text[from], and kBytes - 1 more.
  const auto look_at = [&](size_t from, const char* bytes, size_t blocks) {
    const size_t all = literal_places(tables_, bytes, blocks, places.data());
    const size_t count = keep_parts(bytes, places.data(), all);
    for (size_t i = 0; i < count; ++i) {
      const size_t at = from + places[i];
      if (at < text.size()) look(text, at, first_bytes(bytes + places[i]), out);
    }
  };
  size_t from = 0;
  while (text.size() - from >= kBlock + kBytes - 1) {
    const size_t blocks = std::min(kBlocks, (text.size() - from - (kBytes - 1)) / kBlock);
    look_at(from, text.data() + from, blocks);
    from += blocks * kBlock;
  }
  std::array<char, 3 * kBlock> rest{};
  std::memcpy(rest.data(), text.data() + from, text.size() - from);
  look_at(from, rest.data(), text.size() - from > kBlock ? 2 : 1);
}

}  // namespace rekey
