#include "scanner/git/pack_read.h"

#include <vector>

#include "scanner/git/delta.h"

namespace rekey {
namespace {

// git makes no longer ones (its own limit is 4095).
constexpr size_t kLongestChain = 5000;

// From the object to the whole one that its deltas lead to.
Result<std::vector<uint32_t>> chain_of(const PackFile& pack, uint32_t node) {
  std::vector<uint32_t> chain{node};
  for (;;) {
    std::string_view data;
    const Result<PackEntry> entry = pack.entry(chain.back(), data);
    if (!entry) return entry.error();
    if (entry.value().kind == PackEntry::Kind::kWhole) return chain;
    const uint32_t base = pack.base_of(chain.back(), entry.value());
    if (base == PackFile::kNone) return Error{ErrorCode::kNotFound, "its delta base is missing"};
    if (chain.size() >= kLongestChain) {
      return Error{ErrorCode::kMalformed, "its delta bases are too many or end in a ring"};
    }
    chain.push_back(base);
  }
}

}  // namespace

Result<Object> read_packed(const PackFile& pack, uint32_t node, uint64_t max_bytes,
                           Inflater& inflater) {
  const Result<std::vector<uint32_t>> chain = chain_of(pack, node);
  if (!chain) return chain.error();
  Object object;
  ByteBuffer base, inflated, made;
  for (auto at = chain.value().rbegin(); at != chain.value().rend(); ++at) {
    Status status = pack.check_bytes(*at);
    if (!status) return status.error();
    std::string_view data;
    const Result<PackEntry> entry = pack.entry(*at, data);
    if (!entry) return entry.error();
    if (entry.value().size > max_bytes) {
      return Error{ErrorCode::kTooLarge, "larger than the limit"};
    }
    const bool whole = entry.value().kind == PackEntry::Kind::kWhole;
    status = inflater.run(data, entry.value().size, whole ? base : inflated);
    if (!status) return status.error();
    if (whole) {
      object.type = entry.value().type;
      continue;
    }
    status = apply_delta(base.bytes(), inflated.bytes(), max_bytes, made);
    if (!status) return status.error();
    std::swap(base, made);
  }
  object.bytes = base.bytes();
  return object;
}

}  // namespace rekey
