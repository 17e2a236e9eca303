#include "scanner/match/literal_set.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <map>

#include "scanner/base/ascii.h"
#include "scanner/match/literal_parts.h"
#include "scanner/rules/wire.h"

namespace rekey {
namespace {

constexpr size_t kBytes = LiteralTables::kBytes;
constexpr size_t kBlock = 64;
// Small letters of capitals, and no two other bytes that matter: hits are compared in full.
uint32_t folded(uint32_t bytes) {
  return bytes | 0x20202020U;
}

uint32_t first_bytes(const char* bytes) {
  uint32_t out = 0;
  std::memcpy(&out, bytes, kShortestLiteral);
  return folded(out);
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

size_t slot_of(uint32_t bytes, unsigned shift) {
  return bytes * 0x9e3779b1U >> shift;  // Knuth's multiplicative hash
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
    by_bytes[first_bytes(literal.data() + place)].push_back({i, static_cast<uint32_t>(place)});
    out.literals_.emplace_back(literal);
    out.longest_ = std::max(out.longest_, literal.size());
  }
  if (!read_groups(reader.text(), out.tables_) || !reader.ok()) return cut;
  out.fill(by_bytes);
  return out;
}

void LiteralSet::fill(const std::map<uint32_t, std::vector<Part>>& by_bytes) {
  const size_t size = std::bit_ceil(4 * by_bytes.size() + 2);
  table_.slots.assign(size, {});
  table_.shift = 32U - static_cast<unsigned>(std::countr_zero(size));
  for (const auto& [bytes, parts] : by_bytes) {
    size_t at = slot_of(bytes, table_.shift);
    while (table_.slots[at].count > 0) at = (at + 1) % size;
    table_.slots[at] = {bytes, static_cast<uint32_t>(parts_.size()),
                        static_cast<uint32_t>(parts.size())};
    parts_.insert(parts_.end(), parts.begin(), parts.end());
  }
}

// What has its part at text[at], where these bytes are.
void LiteralSet::look(std::string_view text, size_t at, uint32_t bytes,
                      std::vector<LiteralHit>& out) const {
  size_t slot = slot_of(bytes, table_.shift);
  while (table_.slots[slot].bytes != bytes) {
    if (table_.slots[slot].count == 0) return;
    slot = (slot + 1) & (table_.slots.size() - 1);
  }
  const Slot& found = table_.slots[slot];
  for (uint32_t i = found.first; i < found.first + found.count; ++i) {
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
  constexpr size_t kBlocks = 64;
  std::array<uint64_t, kBlocks> places{};
  // `bytes` are those at text[from], and kBytes - 1 more.
  const auto look_at = [&](size_t from, const char* bytes, size_t blocks) {
    literal_blocks(tables_, bytes, blocks, places.data());
    for (size_t block = 0; block < blocks; ++block) {
      for (uint64_t left = places[block]; left != 0; left &= left - 1) {
        const size_t at = block * kBlock + static_cast<size_t>(std::countr_zero(left));
        if (from + at < text.size()) look(text, from + at, first_bytes(bytes + at), out);
      }
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
  look_at(from, rest.data(), 2);
}

}  // namespace rekey
