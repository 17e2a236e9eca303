#include "scanner/git/pack/delta.h"

#include <cstring>

namespace rekey {
namespace {

Error malformed(const char* why) {
  return {ErrorCode::kMalformed, std::string("delta: ") + why};
}

// Seven bits a byte, the lowest first; false at the end of the text or beyond 64 bits.
bool read_size(std::string_view text, size_t& at, uint64_t& value) {
  value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (at >= text.size()) return false;
    const auto byte = static_cast<uint8_t>(text[at++]);
    if (shift == 63 && (byte & 0x7F) > 1) return false;
    value |= static_cast<uint64_t>(byte & 0x7F) << shift;
    if ((byte & 0x80) == 0) return true;
  }
  return false;
}

struct Copy {
  size_t offset = 0, size = 0;
};

// The operands of a copy: bits 0 to 3 of the code say which bytes of the offset follow, 4 to 6 of
// the size.
bool read_copy(std::string_view delta, size_t& at, uint8_t code, Copy& copy) {
  for (unsigned i = 0; i < 7; ++i) {
    if ((code >> i & 1) == 0) continue;
    if (at >= delta.size()) return false;
    const size_t byte = static_cast<uint8_t>(delta[at++]);
    if (i < 4) {
      copy.offset |= byte << (8 * i);
    } else {
      copy.size |= byte << (8 * (i - 4));
    }
  }
  if (copy.size == 0) copy.size = 0x10000;
  return true;
}

void note(const Copy& copy, size_t to, std::vector<CopiedBytes>& copies) {
  const auto from = static_cast<uint32_t>(copy.offset);
  const auto size = static_cast<uint32_t>(copy.size);
  if (!copies.empty()) {
    CopiedBytes& last = copies.back();
    if (last.to + last.size == to && last.from + last.size == from) {
      last.size += size;
      return;
    }
  }
  copies.push_back({static_cast<uint32_t>(to), from, size});
}

}  // namespace

Result<DeltaSizes> parse_delta_sizes(std::string_view delta) {
  DeltaSizes sizes;
  if (!read_size(delta, sizes.header, sizes.base) ||
      !read_size(delta, sizes.header, sizes.result)) {
    return malformed("bad header");
  }
  return sizes;
}

Status apply_delta(std::string_view base, std::string_view delta, uint64_t max_bytes,
                   ByteBuffer& out, std::vector<CopiedBytes>* copies) {
  const Result<DeltaSizes> sizes = parse_delta_sizes(delta);
  if (!sizes) return sizes.error();
  if (sizes.value().base != base.size()) return malformed("made for another base");
  const uint64_t size = sizes.value().result;
  if (size > max_bytes) return Error{ErrorCode::kTooLarge, "larger than the limit"};
  if (copies != nullptr) copies->clear();
  if (size > UINT32_MAX) copies = nullptr;  // all of it counts as inserted
  char* to = out.resize(size);
  if (to == nullptr) return Error{ErrorCode::kTooLarge, "too large for the memory"};
  size_t done = 0;
  for (size_t at = sizes.value().header; at < delta.size();) {
    const auto code = static_cast<uint8_t>(delta[at++]);
    if ((code & 0x80) != 0) {
      Copy copy;
      if (!read_copy(delta, at, code, copy)) return malformed("ends in a copy");
      if (copy.offset > base.size() || copy.size > base.size() - copy.offset) {
        return malformed("copies from beyond its base");
      }
      if (copy.size > size - done) return malformed("is longer than it says");
      std::memcpy(to + done, base.data() + copy.offset, copy.size);
      if (copies != nullptr) note(copy, done, *copies);
      done += copy.size;
    } else {
      if (code == 0) return malformed("has an unknown instruction");
      if (code > delta.size() - at) return malformed("ends in an insertion");
      if (code > size - done) return malformed("is longer than it says");
      std::memcpy(to + done, delta.data() + at, code);
      at += code;
      done += code;
    }
  }
  return done == size ? Status() : malformed("is shorter than it says");
}

}  // namespace rekey
