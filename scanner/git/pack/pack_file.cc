#include "scanner/git/pack/pack_file.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "scanner/base/crc32.h"
#include "scanner/base/threads.h"
#include "scanner/git/object/big_endian.h"

namespace rekey {
namespace {

constexpr size_t kHeader = 12;

// Entries are read one after the other; so many ahead their first bytes are fetched.
constexpr uint32_t kAhead = 16;
constexpr size_t kNodesAThread = 20'000;

Status check_header(std::string_view bytes, const std::string& name, size_t trailer) {
  const auto malformed = [&](const char* why) {
    return Error{ErrorCode::kMalformed, name + ".pack: " + why};
  };
  if (bytes.size() < kHeader + trailer) return malformed("too short");
  if (!bytes.starts_with("PACK")) return malformed("not a pack");
  const uint32_t version = big_endian_32(bytes.substr(4));
  if (version != 2 && version != 3) return malformed("unknown version");
  return {};
}

// Digit by digit, the lowest first: those at one offset keep their order.
void sort_by_offset(std::vector<PackFile::Node>& nodes) {
  constexpr unsigned kBits = 11;
  constexpr uint64_t kMask = (uint64_t{1} << kBits) - 1;
  uint64_t most = 0;
  for (const PackFile::Node& node : nodes) most = std::max(most, node.offset);
  std::vector<PackFile::Node> sorted(nodes.size());
  for (unsigned shift = 0; shift < 64 && most >> shift != 0; shift += kBits) {
    std::array<size_t, kMask + 2> begins{};
    for (const PackFile::Node& node : nodes) ++begins[(node.offset >> shift & kMask) + 1];
    std::partial_sum(begins.begin(), begins.end(), begins.begin());
    for (const PackFile::Node& node : nodes) {
      sorted[begins[node.offset >> shift & kMask]++] = node;
    }
    nodes.swap(sorted);
  }
}

}  // namespace

// The nodes by their places in the pack.
class PackFile::NodePlaces {
 public:
  // `nodes` are by offset, and stay; `end` is the pack's.
  NodePlaces(const std::vector<Node>& nodes, uint64_t end) : nodes_(nodes) {
    while (end >> shift_ > 2 * nodes.size()) ++shift_;
    firsts_.assign((end >> shift_) + 2, static_cast<uint32_t>(nodes.size()));
    for (size_t i = nodes.size(); i-- > 0;) {
      firsts_[piece_of(nodes[i].offset)] = static_cast<uint32_t>(i);
    }
    for (size_t i = firsts_.size() - 1; i-- > 0;) firsts_[i] = std::min(firsts_[i], firsts_[i + 1]);
  }

  // The first node that starts there; kNone when there is none.
  [[nodiscard]] uint32_t node_at(uint64_t offset) const {
    const size_t piece = piece_of(offset);
    const auto end = nodes_.begin() + firsts_[piece + 1];
    const auto found =
        std::lower_bound(nodes_.begin() + firsts_[piece], end, offset,
                         [](const Node& node, uint64_t wanted) { return node.offset < wanted; });
    const bool is_there = found != end && found->offset == offset;
    return is_there ? static_cast<uint32_t>(found - nodes_.begin()) : kNone;
  }

 private:
  // The last piece has all places behind it as well.
  [[nodiscard]] size_t piece_of(uint64_t offset) const {
    return std::min<uint64_t>(offset >> shift_, firsts_.size() - 2);
  }

  const std::vector<Node>& nodes_;
  unsigned shift_ = 0;            // pieces of the pack have 2^shift_ bytes
  std::vector<uint32_t> firsts_;  // by piece: its first node or the next one's; one more
};

PackFile::PackFile(MappedFile pack, std::optional<MappedFile> index_file, PackIndex index,
                   std::string name, size_t id_size)
    : pack_(std::move(pack)),
      index_file_(std::move(index_file)),
      index_(std::move(index)),
      name_(std::move(name)),
      id_size_(id_size),
      end_(pack_.bytes().size() - id_size) {}

Result<PackFile> PackFile::open(const std::string& path, size_t id_size) {
  Result<MappedFile> index_file = MappedFile::open(path + ".idx");
  if (!index_file) return index_file.error();
  const Result<PackIndex> index = PackIndex::parse(index_file->bytes(), path + ".idx", id_size);
  return made_of(path, *std::move(index_file), index, id_size);
}

Result<PackFile> PackFile::open_with(const std::string& path, const PackIndex& index,
                                     size_t id_size) {
  return made_of(path, std::nullopt, index, id_size);
}

Result<PackFile> PackFile::made_of(const std::string& path, std::optional<MappedFile> index_file,
                                   const Result<PackIndex>& index, size_t id_size) {
  Result<MappedFile> pack = MappedFile::open(path + ".pack");
  if (!pack) return pack.error();
  if (!index) return index.error();
  const Status status = check_header(pack->bytes(), path, id_size);
  if (!status) return status.error();
  if (index.value().count() > pack->bytes().size()) {
    return Error{ErrorCode::kMalformed, path + ".idx: more objects than the pack has bytes"};
  }
  return PackFile(*std::move(pack), std::move(index_file), index.value(), path, id_size);
}

Status PackFile::check_pair() const {
  const std::string_view bytes = pack_.bytes();
  if (!index_.is_own() || bytes.substr(end_) == index_.pack_hash()) return {};
  return Error{ErrorCode::kMalformed,
               name_ + ".pack: damaged or cut short, or its index is another pack's"};
}

void PackFile::check_index(std::vector<Error>& errors) const {
  if (!index_.is_own()) return;
  const auto add = [&](const char* file, const std::string& what) {
    errors.push_back({ErrorCode::kMalformed, name_ + file + what});
  };
  if (!index_.is_in_order()) add(".idx", ": pack index: its ids are not in order");
  const uint32_t told = big_endian_32(pack_.bytes().substr(8));
  if (told != index_.count()) {
    add(".pack", ": has " + std::to_string(told) + " objects, of which its index names " +
                     std::to_string(index_.count()));
  }
  uint64_t first = UINT64_MAX;
  for (uint32_t i = 0; i < index_.count(); ++i) first = std::min(first, index_.offset(i));
  const bool has_some = index_.count() > 0 || end_ > kHeader;
  if (has_some && first != kHeader) add(".pack", ": its index does not name its first object");
}

// From the entry to the next one; false when the index places it outside the pack.
bool PackFile::bytes_of(uint32_t number, std::string_view& bytes) const {
  const uint64_t offset = nodes_[number].offset;
  if (offset < kHeader || offset >= end_) return false;
  uint32_t next = number + 1;
  while (next < nodes_.size() && nodes_[next].offset == offset) ++next;
  const uint64_t end = next < nodes_.size() ? std::min(nodes_[next].offset, end_) : end_;
  bytes = pack_.bytes().substr(offset, end - offset);
  return true;
}

Result<PackEntry> PackFile::entry(uint32_t number, std::string_view& data) const {
  if (!bytes_of(number, data)) {
    return Error{ErrorCode::kMalformed, "the index places it outside the pack"};
  }
  Result<PackEntry> entry = parse_pack_entry(data, nodes_[number].offset, id_size_);
  if (entry) data.remove_prefix(entry->header);
  return entry;
}

Result<PackEntry> PackFile::entry_at(uint64_t offset, std::string_view& data,
                                     std::string_view& whole) const {
  if (offset < kHeader || offset >= end_) {
    return Error{ErrorCode::kMalformed, "the index places it outside the pack"};
  }
  whole = pack_.bytes().substr(offset, end_ - offset);
  Result<PackEntry> entry = parse_pack_entry(whole, offset, id_size_);
  if (entry) data = whole.substr(entry->header);
  return entry;
}

Status PackFile::check_bytes(uint32_t number, size_t size) const {
  std::string_view bytes;
  if (!index_.has_crcs() || !bytes_of(number, bytes) ||
      crc32(bytes.substr(0, size)) == nodes_[number].crc) {
    return {};
  }
  return Error{ErrorCode::kMalformed, "damaged: its bytes are not those the index was made for"};
}

void PackFile::prefetch_node(uint32_t number) const {
  if (number != kNone) __builtin_prefetch(&nodes_[number]);
}

void PackFile::prefetch_entry(uint32_t number) const {
  if (number != kNone) prefetch_bytes(nodes_[number].offset);
}

void PackFile::prefetch_bytes(uint64_t offset) const {
  if (offset < end_) __builtin_prefetch(pack_.bytes().data() + offset);
}

uint32_t PackFile::base_of(const PackEntry& entry, const NodePlaces& places) const {
  if (entry.kind == PackEntry::Kind::kOffsetDelta) return places.node_at(entry.base_offset);
  const auto position = index_.find(entry.base_id);
  if (!position) return kNone;
  const uint32_t node = places.node_at(index_.offset(*position));
  return node != kNone && nodes_[node].position == *position ? node : kNone;
}

// Sets the node's kind; the base that a delta hangs on, or kNone.
uint32_t PackFile::link_node(uint32_t number, const NodePlaces& places,
                             std::vector<Fault>& faults) {
  const auto set_fault = [&](const std::string& why) {
    nodes_[number].kind = NodeKind::kFaulty;
    faults.emplace_back(number, why);
  };
  Node& node = nodes_[number];
  if (number > 0 && nodes_[number - 1].offset == node.offset) {
    set_fault("the index has another object at its place in the pack");
    return kNone;
  }
  std::string_view data;
  const Result<PackEntry> entry = this->entry(number, data);
  if (!entry) {
    set_fault(entry.error().message);
    return kNone;
  }
  if (entry.value().kind == PackEntry::Kind::kWhole) {
    node.kind = NodeKind::kWhole;
    node.type = entry.value().type;
    return kNone;
  }
  const uint32_t base = base_of(entry.value(), places);
  if (base != kNone) return base;
  if (entry.value().kind == PackEntry::Kind::kIdDelta) {
    node.kind = NodeKind::kForeign;
  } else if (index_.is_own()) {
    set_fault("its delta base is no object of the pack");
  } else {
    node.kind = NodeKind::kAlone;
  }
  return kNone;
}

// Deltas by id can hang on each other in a ring. One of each ring becomes a root, so that all nodes
// are in some tree.
void PackFile::break_rings(std::vector<uint32_t>& parents) {
  std::vector<uint32_t> seen_by(nodes_.size(), kNone);  // the node from which it was first reached
  for (uint32_t start = 0; start < nodes_.size(); ++start) {
    uint32_t at = start;
    while (at != kNone && seen_by[at] == kNone) {
      seen_by[at] = start;
      at = parents[at];
    }
    if (at == kNone || seen_by[at] != start) continue;
    nodes_[at].kind = NodeKind::kFaulty;
    faults_[at] = "its delta bases end in a ring";
    parents[at] = kNone;
  }
}

// Those without children of their own come first, so that the base's memory is free when the walk
// goes deeper; each kind in the order of the pack.
void PackFile::hang_children(const std::vector<uint32_t>& parents) {
  std::vector<bool> has_children(nodes_.size());
  for (const uint32_t parent : parents) {
    if (parent != kNone) has_children[parent] = true;
  }
  for (const bool inner : {true, false}) {
    for (uint32_t i = count(); i-- > 0;) {
      if (parents[i] == kNone || has_children[i] != inner) continue;
      nodes_[i].next_sibling = nodes_[parents[i]].first_child;
      nodes_[parents[i]].first_child = i;
    }
  }
}

// By offset.
void PackFile::make_nodes() {
  nodes_.resize(index_.count());
  for (uint32_t i = 0; i < index_.count(); ++i) {
    nodes_[i].offset = index_.offset(i);
    nodes_[i].position = i;
    nodes_[i].crc = index_.crc(i).value_or(0);
  }
  sort_by_offset(nodes_);
}

// Of several objects at one place, which only a wrong index has, the one whose bytes these are
// comes first.
void PackFile::order_places() {
  if (!index_.has_crcs()) return;
  for (uint32_t begin = 0, end = 0; begin < nodes_.size(); begin = end) {
    for (end = begin + 1; end < nodes_.size() && nodes_[end].offset == nodes_[begin].offset;) ++end;
    std::string_view bytes;
    if (end == begin + 1 || !bytes_of(begin, bytes)) continue;
    const uint32_t sum = crc32(bytes);
    for (uint32_t i = begin; i < end; ++i) {
      if (nodes_[i].crc != sum) continue;
      std::swap(nodes_[begin], nodes_[i]);
      break;
    }
  }
}

// By node: what it hangs on, or kNone.
std::vector<uint32_t> PackFile::link_nodes(unsigned threads) {
  const NodePlaces places(nodes_, end_);
  const size_t parts = std::clamp<size_t>(nodes_.size() / kNodesAThread, 1, threads);
  std::vector<uint32_t> parents(nodes_.size());
  std::vector<std::vector<Fault>> faults(parts);
  on_threads(parts, [&](size_t part) {
    const size_t end = part_begin(part + 1, parts, nodes_.size());
    for (size_t i = part_begin(part, parts, nodes_.size()); i < end; ++i) {
      if (i + kAhead < end) prefetch_bytes(nodes_[i + kAhead].offset);
      parents[i] = link_node(static_cast<uint32_t>(i), places, faults[part]);
    }
  });
  for (const auto& of_part : faults) faults_.insert(of_part.begin(), of_part.end());
  return parents;
}

void PackFile::link(unsigned threads) {
  if (is_linked()) return;
  make_nodes();
  order_places();
  std::vector<uint32_t> parents = link_nodes(threads);
  break_rings(parents);
  hang_children(parents);
  for (uint32_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].kind != NodeKind::kDelta) roots_.push_back(i);
  }
}

}  // namespace rekey
