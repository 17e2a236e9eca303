#include "scanner/scan/memory/memory_segment.h"

#include <cstring>

#include "scanner/base/bytes.h"
#include "scanner/base/crc32.h"

namespace rekey {
namespace {

using namespace memory_format;

Candidate unpacked(const PackedCandidate& one) {
  return {{one.rule,
           {one.begin, one.end},
           {one.secret_begin, one.secret_end},
           static_cast<Confidence>(one.confidence)},
          static_cast<Dropped>(one.dropped)};
}

bool is_sound(const PackedCandidate& one) {
  return one.begin <= one.secret_begin && one.secret_begin < one.secret_end &&
         one.secret_end <= one.end &&
         one.confidence <= static_cast<uint8_t>(Confidence::kCertain) &&
         one.dropped <= static_cast<uint8_t>(Dropped::kPrefix);
}

template <typename Number>
Number number_at(std::string_view table, size_t index) {
  Number number{};
  std::memcpy(&number, table.data() + index * sizeof number, sizeof number);
  return number;
}

// Numbers begin..end of what ends_ has the ends of.
Span range_of(std::string_view ends, size_t number) {
  return {number == 0 ? 0 : number_at<uint32_t>(ends, number - 1),
          number_at<uint32_t>(ends, number)};
}

bool ascend(std::string_view ends, size_t count, uint64_t last) {
  uint32_t before = 0;
  for (size_t i = 0; i < count; ++i) {
    const auto end = number_at<uint32_t>(ends, i);
    if (end < before) return false;
    before = end;
  }
  return before == last;
}

}  // namespace

Result<MemorySegment> MemorySegment::open(const std::string& path, std::string_view key) {
  Result<MappedFile> file = MappedFile::open(path);
  if (!file) return file.error();
  MemorySegment segment(*std::move(file));
  if (!segment.parse(key)) return Error{ErrorCode::kMalformed, path + ": not a file of verdicts"};
  return segment;
}

bool MemorySegment::parse(std::string_view key) {
  std::string_view rest = file_.bytes();
  Header header;
  if (rest.size() < sizeof header) return false;
  std::memcpy(&header, rest.data(), sizeof header);
  rest.remove_prefix(sizeof header);
  if (header.format != kFormat || key != std::string_view(header.key, kKey)) return false;
  const size_t id_size = header.id_size;
  if (id_size != ObjectId::kSha1 && id_size != ObjectId::kSha256) return false;
  const uint64_t ids = uint64_t{header.ids} + 2 * uint64_t{header.commits} + header.parents +
                       header.trees + header.equals;
  const uint64_t size = ids * id_size + uint64_t{header.ids} * 4 + uint64_t{header.commits} * 12 +
                        uint64_t{header.trees} * 4 + uint64_t{header.with_hits} * 8 +
                        uint64_t{header.classes} * 4 +
                        uint64_t{header.candidates} * sizeof(PackedCandidate) + header.tree_bytes;
  if (rest.size() != size || crc32(rest) != header.crc) return false;
  const auto take = [&](size_t bytes) {
    const std::string_view out = rest.substr(0, bytes);
    rest.remove_prefix(bytes);
    return out;
  };
  const auto take_ids = [&](size_t count) { return RawIds(take(count * id_size), id_size); };
  const auto take_numbers = [&](size_t count) { return take(count * sizeof(uint32_t)); };
  counts_ = {0, header.commits, header.equals, header.with_hits};
  ids_ = take_ids(header.ids);
  commits_ = take_ids(header.commits);
  commit_trees_ = take_ids(header.commits);
  parents_ = take_ids(header.parents);
  trees_ = take_ids(header.trees);
  equal_briefs_ = take_ids(header.equals);
  entries_ = take_numbers(header.ids);
  times_ = take(size_t{header.commits} * sizeof(int64_t));
  parent_ends_ = take_numbers(header.commits);
  tree_ends_ = take_numbers(header.trees);
  class_ends_ = take_numbers(header.with_hits);
  candidate_ends_ = take_numbers(header.with_hits);
  classes_ = take_numbers(header.classes);
  candidates_ = take(size_t{header.candidates} * sizeof(PackedCandidate));
  tree_bytes_ = rest;
  return ids_.ascend() && trees_.ascend() && entries_are_sound() &&
         ascend(parent_ends_, header.commits, header.parents) &&
         ascend(tree_ends_, header.trees, header.tree_bytes) &&
         ascend(class_ends_, header.with_hits, header.classes) &&
         ascend(candidate_ends_, header.with_hits, header.candidates) && candidates_are_sound();
}

bool MemorySegment::entries_are_sound() const {
  std::array<size_t, 4> ends = counts_;
  ends[static_cast<size_t>(Kind::kNoHits)] = 1;
  for (size_t at = 0; at < ids_.size(); ++at) {
    const auto [kind, number] = entry(at);
    if (number >= ends[static_cast<size_t>(kind)]) return false;
  }
  return true;
}

bool MemorySegment::candidates_are_sound() const {
  for (size_t i = 0; i < candidates_.size() / sizeof(PackedCandidate); ++i) {
    if (!is_sound(number_at<PackedCandidate>(candidates_, i))) return false;
  }
  return true;
}

ObjectWithHits MemorySegment::with_hits(size_t number, const ObjectId& id) const {
  ObjectWithHits out{id, {}, {}};
  const auto [begin, end] = range_of(class_ends_, number);
  for (size_t i = begin; i < end; ++i) out.classes.push_back(number_at<uint32_t>(classes_, i));
  const auto [first, last] = range_of(candidate_ends_, number);
  for (size_t i = first; i < last; ++i) {
    out.candidates.push_back(unpacked(number_at<PackedCandidate>(candidates_, i)));
  }
  return out;
}

CommitNode MemorySegment::commit(size_t number) const {
  const auto [begin, end] = range_of(parent_ends_, number);
  CommitNode node{commits_[number], commit_trees_[number], {}, number_at<int64_t>(times_, number)};
  for (size_t i = begin; i < end; ++i) node.parents.push_back(parents_[i]);
  return node;
}

BriefTree MemorySegment::tree(size_t number) const {
  const auto [begin, end] = range_of(tree_ends_, number);
  return {trees_[number], tree_bytes_.substr(begin, end - begin)};
}

}  // namespace rekey
