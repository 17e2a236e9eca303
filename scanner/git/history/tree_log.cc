#include "scanner/git/history/tree_log.h"

#include <algorithm>
#include <cstring>

namespace rekey {
namespace {

// Memory of the trees above the one at hand; where it is not enough trees are parsed in full.
constexpr size_t kMostKept = size_t{32} << 20;

// Of a name that is not empty: its length and its first and last eight bytes.
size_t mixed_ends(std::string_view name) {
  uint64_t begin = 0, end = 0;
  const size_t size = std::min(name.size(), sizeof begin);
  std::memcpy(&begin, name.data(), size);
  std::memcpy(&end, name.data() + name.size() - size, size);
  const uint64_t mixed = (begin ^ end >> 7U ^ name.size()) * 0x9e3779b97f4a7c15U;
  return mixed >> 40U;
}

}  // namespace

void TreeLog::add_error(const ObjectId& id, const std::string& why) {
  errors_.push_back({ErrorCode::kMalformed, "tree " + id.hex() + ": " + why});
}

void TreeLog::failed(const ObjectId& id, ObjectType type, const Error& error) {
  if (type == ObjectType::kTree) add_error(id, error.message);
}

// Trees that are no deltas on each other name mostly the same objects.
void TreeLog::ask_for(const TreeEntry& entry) {
  const size_t hash = ObjectIdHash()(entry.id);
  uint64_t& lately = held_[hash % kHeld];
  if (lately == hash) return;
  lately = hash;
  if (!holds_(entry.id)) {
    missing_.push_back(entry.id);
  } else if (keeps_files_ && entry.is_blob) {
    files_.push_back(entry.id);
  }
}

uint32_t TreeLog::name_number(std::string_view name) {
  uint32_t& near = near_names_[mixed_ends(name) % kNear];
  if (near < names_.size() && names_[near] == name) return near;
  const auto [at, is_new] =
      name_numbers_.try_emplace(std::string(name), static_cast<uint32_t>(names_.size()));
  if (is_new) names_.emplace_back(name);
  return near = at->second;
}

// The same entry stands in many trees that are no deltas on each other.
uint32_t TreeLog::number_of(const TreeEntry& entry) {
  const size_t hash = ObjectIdHash()(entry.id);
  Seen& seen = seen_[hash % kSeen];
  const auto tag = static_cast<uint32_t>(hash >> 32U);
  if (seen.entry != kNone && seen.tag == tag) {
    const Entry& same = entries_[seen.entry];
    if (same.id == entry.id && same.is_tree == entry.is_tree && names_[same.name] == entry.name) {
      return seen.entry;
    }
  }
  seen = {static_cast<uint32_t>(entries_.size()), tag};
  entries_.push_back({entry.id, name_number(entry.name), entry.is_tree});
  return seen.entry;
}

// Forgets what is deeper.
TreeLog::Frame& TreeLog::frame_for(uint32_t depth) {
  if (frames_.size() <= depth) frames_.resize(depth + 1U);
  for (size_t i = depth; i < deep_; ++i) {
    if (!frames_[i].usable) continue;
    kept_bytes_ -= frames_[i].starts.capacity() * sizeof(uint32_t);
    frames_[i].usable = false;
  }
  deep_ = depth + 1U;
  Frame& frame = frames_[depth];
  frame.starts.clear();
  frame.kept.clear();
  return frame;
}

// The entries that lie whole in `copy` from place `at` on, if an entry of the base starts there.
bool TreeLog::take_copied(const VisitedObject& object, const CopiedBytes& copy, const Frame& base,
                          Frame& frame, size_t& at) {
  const auto from = static_cast<uint32_t>(at - copy.to + copy.from);
  const auto begin = std::lower_bound(base.starts.begin(), base.starts.end(), from);
  if (begin == base.starts.end() || *begin != from) return false;
  const uint32_t copy_end = copy.from + copy.size;
  const auto end = base.starts.back() <= copy_end
                       ? base.starts.end() - 1
                       : std::upper_bound(begin, base.starts.end(), copy_end) - 1;
  if (end == begin) return false;
  const uint32_t moved = static_cast<uint32_t>(at) - from;  // modulo 2^32
  if (object.is_base) {
    const size_t size = frame.starts.size();
    frame.starts.resize(size + static_cast<size_t>(end - begin));
    std::transform(begin, end, frame.starts.begin() + static_cast<ptrdiff_t>(size),
                   [moved](uint32_t start) { return start + moved; });
  }
  const auto by_start = [](const Kept& kept, uint32_t start) { return kept.start < start; };
  const auto first = std::lower_bound(base.kept.begin(), base.kept.end(), from, by_start);
  const auto last = std::lower_bound(first, base.kept.end(), *end, by_start);
  if (first != last) {
    pieces_.push_back({static_cast<uint32_t>(first - base.kept.begin()),
                       static_cast<uint32_t>(last - first), false});
    for (auto kept = first; kept != last; ++kept) {
      frame.kept.push_back({kept->start + moved, kept->entry});
    }
  }
  at += *end - from;
  return true;
}

// One entry; false when there is none.
bool TreeLog::take_parsed(const VisitedObject& object, Frame& frame, size_t& at) {
  std::string_view rest = object.bytes.substr(at);
  TreeEntry entry;
  if (!take_entry(rest, object.id.raw.size(), entry)) return false;
  const auto start = static_cast<uint32_t>(at);
  frame.starts.push_back(start);
  // What is marked is a blob, whatever the mode says.
  const bool is_marked = marked_ == nullptr ? entry.is_blob : marked_->contains(entry.id);
  if (is_marked) entry.is_tree = !(entry.is_blob = true);
  if (holds_ && (entry.is_tree || entry.is_blob)) ask_for(entry);
  if (entry.is_tree || is_marked) {
    const uint32_t number = number_of(entry);
    frame.kept.push_back({start, number});
    pieces_.push_back({number, 1, true});
  }
  at = object.bytes.size() - rest.size();
  return true;
}

void TreeLog::object(const VisitedObject& object) {
  Frame& frame = frame_for(object.depth);
  const Frame* base = object.derived ? &frames_[object.depth - 1] : nullptr;
  const bool derived = base != nullptr && base->usable;
  auto copy = object.copies.begin();
  size_t at = 0;
  while (at < object.bytes.size()) {
    if (derived) {
      while (copy != object.copies.end() && size_t{copy->to} + copy->size <= at) ++copy;
      const bool copied = copy != object.copies.end() && copy->to <= at;
      if (copied && take_copied(object, *copy, *base, frame, at)) continue;
    }
    if (!take_parsed(object, frame, at)) {
      add_error(object.id, "cut short or malformed");
      break;
    }
  }
  ids_.push_back(object.id);
  trees_.push_back({static_cast<uint32_t>(pieces_.size()), object.depth, derived});
  if (!object.is_base) return;
  frame.starts.push_back(static_cast<uint32_t>(at));
  const size_t bytes = frame.starts.capacity() * sizeof(uint32_t);
  frame.usable = kept_bytes_ + bytes <= kMostKept;
  if (frame.usable) {
    kept_bytes_ += bytes;
  } else {
    frame = {};
  }
}

}  // namespace rekey
