#include "scanner/git/pack/pack_read.h"

#include <optional>
#include <vector>

#include "scanner/base/crc32.h"
#include "scanner/git/pack/delta.h"
#include "scanner/git/pack/inflate_start.h"

namespace rekey {
namespace {

// git makes no longer ones (its own limit is 4095).
constexpr size_t kLongestChain = 5000;

// Bytes of all the objects on the way to one. Ten bytes of a delta can copy a base of megabytes.
constexpr uint64_t kMostUnfolded = uint64_t{4} << 30;

struct Link {
  PackEntry entry;
  std::string_view data, whole;
  std::optional<uint32_t> crc;  // of its bytes, where the index tells
};

Result<Link> link_at(const PackFile& pack, uint64_t offset) {
  Link link;
  const Result<PackEntry> entry = pack.entry_at(offset, link.data, link.whole);
  if (!entry) return entry.error();
  link.entry = entry.value();
  return link;
}

Result<Link> link_of(const PackFile& pack, uint32_t position) {
  Result<Link> link = link_at(pack, pack.index().offset(position));
  if (link) link->crc = pack.index().crc(position);
  return link;
}

// From the object to the whole one that its deltas lead to.
Result<std::vector<Link>> chain_of(const PackFile& pack, uint32_t position) {
  std::vector<Link> chain;
  for (Result<Link> link = link_of(pack, position);;) {
    if (!link) return link.error();
    chain.push_back(link.value());
    const PackEntry& entry = chain.back().entry;
    if (entry.kind == PackEntry::Kind::kWhole) return chain;
    if (chain.size() > kLongestChain) {
      return Error{ErrorCode::kMalformed, "its delta bases are too many or end in a ring"};
    }
    if (entry.kind == PackEntry::Kind::kOffsetDelta) {
      link = link_at(pack, entry.base_offset);
      continue;
    }
    const auto base = pack.index().find(entry.base_id);
    if (!base) return Error{ErrorCode::kNotFound, "its delta base is missing"};
    link = link_of(pack, *base);
  }
}

Status inflate(const Link& link, Inflater& inflater, ByteBuffer& out) {
  size_t used = 0;
  Status status = inflater.run(link.data, link.entry.size, out, &used);
  if (!status || !link.crc) return status;
  if (crc32(link.whole.substr(0, link.entry.header + used)) == *link.crc) return {};
  return Error{ErrorCode::kMalformed, "damaged: its bytes are not those the index was made for"};
}

}  // namespace

Result<Object> read_packed(const PackFile& pack, uint32_t position, uint64_t max_bytes,
                           Inflater& inflater) {
  const Result<std::vector<Link>> chain = chain_of(pack, position);
  if (!chain) return chain.error();
  Object object;
  object.type = chain.value().back().entry.type;
  ByteBuffer base, inflated, made;
  uint64_t unfolded = 0;
  for (auto at = chain.value().rbegin(); at != chain.value().rend(); ++at) {
    if (at->entry.size > max_bytes || unfolded > kMostUnfolded)
      return Error{ErrorCode::kTooLarge, "larger than the limit"};
    const bool whole = at == chain.value().rbegin();
    Status status = inflate(*at, inflater, whole ? base : inflated);
    if (!status) return status.error();
    if (whole) continue;
    status = apply_delta(base.bytes(), inflated.bytes(), max_bytes, made);
    if (!status) return status.error();
    std::swap(base, made);
    unfolded += base.bytes().size();
  }
  object.bytes = base.bytes();
  return object;
}

Result<ObjectHeader> packed_header(const PackFile& pack, uint32_t position) {
  const Result<std::vector<Link>> chain = chain_of(pack, position);
  if (!chain) return chain.error();
  const Link& own = chain.value().front();
  ObjectHeader header{chain.value().back().entry.type, own.entry.size};
  if (own.entry.kind == PackEntry::Kind::kWhole) return header;
  InflateStart start;
  const Result<DeltaSizes> sizes = parse_delta_sizes(start.run(own.data));
  if (!sizes) return sizes.error();
  header.size = sizes.value().result;
  return header;
}

}  // namespace rekey
