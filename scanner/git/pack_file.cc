#include "scanner/git/pack_file.h"

#include <algorithm>

#include "scanner/git/big_endian.h"

namespace rekey {
namespace {

constexpr size_t kHeader = 12, kTrailer = 20;

Status check_header(std::string_view bytes, const std::string& name) {
  const auto malformed = [&](const char* why) {
    return Error{ErrorCode::kMalformed, name + ".pack: " + why};
  };
  if (bytes.size() < kHeader + kTrailer) return malformed("too short");
  if (!bytes.starts_with("PACK")) return malformed("not a pack");
  const uint32_t version = big_endian_32(bytes.substr(4));
  if (version != 2 && version != 3) return malformed("unknown version");
  return {};
}

}  // namespace

PackFile::PackFile(MappedFile pack, MappedFile index_file, PackIndex index, std::string name)
    : pack_(std::move(pack)),
      index_file_(std::move(index_file)),
      index_(index),
      name_(std::move(name)),
      end_(pack_.bytes().size() - kTrailer) {
  nodes_.resize(index_.count());
  for (uint32_t i = 0; i < index_.count(); ++i) {
    nodes_[i].offset = index_.offset(i);
    nodes_[i].position = i;
  }
  std::sort(nodes_.begin(), nodes_.end(), [](const Node& a, const Node& b) {
    return a.offset != b.offset ? a.offset < b.offset : a.position < b.position;
  });
}

Result<PackFile> PackFile::open(const std::string& path) {
  Result<MappedFile> index_file = MappedFile::open(path + ".idx");
  if (!index_file) return index_file.error();
  Result<MappedFile> pack = MappedFile::open(path + ".pack");
  if (!pack) return pack.error();
  Result<PackIndex> index = PackIndex::parse(index_file->bytes(), path + ".idx");
  if (!index) return index.error();
  const Status status = check_header(pack->bytes(), path);
  if (!status) return status.error();
  return PackFile(*std::move(pack), *std::move(index_file), *index, path);
}

Result<PackEntry> PackFile::entry(uint32_t number, std::string_view& data) const {
  const uint64_t offset = nodes_[number].offset;
  if (offset < kHeader || offset >= end_) {
    return Error{ErrorCode::kMalformed, "the index places it outside the pack"};
  }
  uint64_t next = number + 1 < nodes_.size() ? nodes_[number + 1].offset : end_;
  if (next <= offset || next > end_) next = end_;
  data = pack_.bytes().substr(offset, next - offset);
  Result<PackEntry> entry = parse_pack_entry(data, offset);
  if (entry) data.remove_prefix(entry->header);
  return entry;
}

uint32_t PackFile::node_at(uint64_t offset) const {
  const auto found =
      std::lower_bound(nodes_.begin(), nodes_.end(), offset,
                       [](const Node& node, uint64_t wanted) { return node.offset < wanted; });
  if (found == nodes_.end() || found->offset != offset) return kNone;
  return static_cast<uint32_t>(found - nodes_.begin());
}

// kNone with `why` empty: the base is in no entry of this pack, but may be elsewhere.
uint32_t PackFile::parent_of(uint32_t number, const PackEntry& entry, std::string& why) const {
  uint32_t parent = kNone;
  if (entry.kind == PackEntry::Kind::kOffsetDelta) {
    parent = node_at(entry.base_offset);
    if (parent == kNone) why = "its delta base is no object of the pack";
  } else if (const auto position = index_.find(entry.base_id)) {
    parent = node_at(index_.offset(*position));
  }
  if (parent == number) {
    parent = kNone;
    why = "a delta on itself";
  }
  return parent;
}

// Deltas by id can hang on each other in a ring, which no root reaches.
void PackFile::find_cycles(const std::vector<uint32_t>& parents,
                           std::vector<Broken>& broken) const {
  std::vector<bool> reached(nodes_.size());
  std::vector<uint32_t> open = roots_;
  while (!open.empty()) {
    const uint32_t at = open.back();
    open.pop_back();
    reached[at] = true;
    for (uint32_t child = nodes_[at].first_child; child != kNone;
         child = nodes_[child].next_sibling) {
      open.push_back(child);
    }
  }
  for (uint32_t i = 0; i < nodes_.size(); ++i) {
    if (!reached[i] && parents[i] != kNone) {
      broken.push_back({i, "its delta bases are broken or end in a ring"});
    }
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

std::vector<PackFile::Broken> PackFile::link() {
  std::vector<Broken> broken;
  std::vector<uint32_t> parents(nodes_.size(), kNone);
  for (uint32_t i = 0; i < nodes_.size(); ++i) {
    std::string_view data;
    const Result<PackEntry> entry = this->entry(i, data);
    if (!entry) {
      broken.push_back({i, entry.error().message});
      continue;
    }
    Node& node = nodes_[i];
    std::string why;
    if (entry.value().kind == PackEntry::Kind::kWhole) {
      node.type = entry.value().type;
      node.is_root = true;
    } else {
      parents[i] = parent_of(i, entry.value(), why);
      node.needs_other = parents[i] == kNone && why.empty();
      node.is_root = node.needs_other;
    }
    if (!why.empty()) broken.push_back({i, why});
    if (node.is_root) roots_.push_back(i);
  }
  hang_children(parents);
  find_cycles(parents, broken);
  return broken;
}

}  // namespace rekey
