#include "scanner/git/pack/pack_walk.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "scanner/base/memory.h"
#include "scanner/git/pack/delta.h"
#include "scanner/git/pack/pack_read.h"

namespace rekey {
namespace {

// Buffers kept for reuse, and the largest that is worth keeping.
constexpr size_t kSpareBuffers = 8;
constexpr size_t kLargestSpare = size_t{4} << 20;

Status copy_to(ByteBuffer& out, std::string_view bytes) {
  char* to = out.resize(bytes.size());
  if (to == nullptr) return Error{ErrorCode::kTooLarge, kNoMemory};
  std::memcpy(to, bytes.data(), bytes.size());
  return {};
}

}  // namespace

ByteBuffer PackWalk::take_buffer() {
  if (spare_.empty()) return {};
  ByteBuffer buffer = std::move(spare_.back());
  spare_.pop_back();
  return buffer;
}

void PackWalk::give_back(ByteBuffer buffer) {
  if (spare_.size() < kSpareBuffers && buffer.capacity() <= kLargestSpare) {
    spare_.push_back(std::move(buffer));
  }
}

void PackWalk::release(Frame& frame) {
  if (!frame.present) return;
  kept_ -= frame.bytes.capacity();
  frame.present = false;
  give_back(std::exchange(frame.bytes, ByteBuffer()));
}

void PackWalk::push(const PackFile& pack, uint32_t node, ByteBuffer bytes, bool given) {
  kept_ += bytes.capacity();
  frames_.push_back({node, pack.node(node).first_child, std::move(bytes), true, given});
  keep_within_budget(frames_.size() - 1);
}

// Lets go of frames before the one in use until a quarter of the budget is free again, so that this
// is not asked for at every object. First those go that leave the smallest gap for how far they are
// from the one in use: what is left stands the closer the nearer it is, and what fills a gap again
// later takes the place of others in the gap, not of those beyond it.
void PackWalk::keep_within_budget(size_t in_use) {
  if (kept_ <= limits_.memory) return;
  const uint64_t wanted = limits_.memory - limits_.memory / 4;
  for (size_t parts = in_use; kept_ > wanted; parts /= 2) {
    size_t behind_last = 0;  // the frame behind the last one that stays
    std::optional<size_t> asked;
    const auto decide = [&](size_t next) {
      if (!asked) return;
      const size_t gap = next - behind_last, distance = in_use - *asked;
      if (kept_ > wanted && gap * parts <= 2 * distance) {
        release(frames_[*asked]);
      } else {
        behind_last = *asked + 1;
      }
    };
    for (size_t i = 0; i < in_use; ++i) {
      if (!frames_[i].present) continue;
      decide(i);
      asked = i;
    }
    decide(in_use);
    if (parts == 0) break;
  }
}

// What stands behind its stream, up to the next entry, is not the object's: read_packed() sees none
// of it.
Status PackWalk::inflate(const PackFile& pack, uint32_t node, const PackEntry& entry,
                         std::string_view data, ByteBuffer& out) {
  size_t used = 0;
  Status status = inflater_.run(data, entry.size, out, &used);
  if (!status) return status;
  gap_ = used != data.size() && pack.index().is_own();
  return pack.check_bytes(node, entry.header + used);
}

Status PackWalk::inflate_root(const PackFile& pack, uint32_t root, ByteBuffer& out) {
  std::string_view data;
  const Result<PackEntry> entry = pack.entry(root, data);
  if (!entry) return entry.error();
  type_ = entry.value().type;
  if (entry.value().size > max_base_) {
    return Error{ErrorCode::kTooLarge, "larger than the limit"};
  }
  if (!checks_.is_good(pack, root)) return inflate(pack, root, entry.value(), data, out);
  size_t used = 0;
  Status status = inflater_.run(data, entry.value().size, out, &used);
  gap_ = status && used != data.size() && pack.index().is_own();
  return status;
}

Status PackWalk::make_alone(const PackFile& pack, uint32_t node, ByteBuffer& out) {
  const Result<Object> object = read_packed(pack, pack.node(node).position, max_base_, inflater_);
  if (!object) return object.error();
  type_ = object.value().type;
  return copy_to(out, object.value().bytes);
}

Status PackWalk::make_root(const PackFile& pack, uint32_t root, ByteBuffer& out) {
  const PackFile::NodeKind kind = pack.node(root).kind;
  if (kind == PackFile::NodeKind::kFaulty) return Error{ErrorCode::kMalformed, pack.fault(root)};
  if (kind == PackFile::NodeKind::kDelta) return Error{ErrorCode::kMalformed, "its delta base"};
  if (kind == PackFile::NodeKind::kAlone) return make_alone(pack, root, out);
  if (kind == PackFile::NodeKind::kWhole) {
    Status status = inflate_root(pack, root, out);
    if (!status) checks_.add_other(pack, root);
    return status;
  }
  std::string_view data;
  const Result<PackEntry> entry = pack.entry(root, data);
  if (!entry) return entry.error();
  const Result<Object> base = read_other_(entry.value().base_id, pack);
  if (!base) return Error{base.error().code, "its delta base: " + base.error().message};
  type_ = base.value().type;
  return make_delta(pack, root, base.value().bytes, out, nullptr);
}

Status PackWalk::make_delta(const PackFile& pack, uint32_t node, std::string_view base,
                            ByteBuffer& out, std::vector<CopiedBytes>* copies) {
  std::string_view data;
  const Result<PackEntry> entry = pack.entry(node, data);
  if (!entry) return entry.error();
  if (entry.value().size > max_base_) {
    return Error{ErrorCode::kTooLarge, "larger than the limit"};
  }
  const Status status = inflate(pack, node, entry.value(), data, delta_);
  if (!status) return status.error();
  return apply_delta(base, delta_.bytes(), max_base_, out, copies);
}

Status PackWalk::make(const PackFile& pack, uint32_t node, const ByteBuffer* base, Made& made,
                      std::vector<CopiedBytes>* copies) {
  Status status = base == nullptr ? make_root(pack, node, made.bytes)
                                  : make_delta(pack, node, base->bytes(), made.bytes, copies);
  made.from_delta = base != nullptr;
  if (status) count(made.bytes.bytes().size());
  if (status || status.error().code == ErrorCode::kTooLarge) return status;
  const Result<Object> other = read_other_(pack.id(node), pack);
  if (!other || (base != nullptr && other.value().type != type_)) return status;
  status = copy_to(made.bytes, other.value().bytes);
  if (!status) return status;
  type_ = other.value().type;
  made.from_delta = false;
  return {};
}

// What was let go is made again, from the nearest base that is there.
Status PackWalk::make_present(const PackFile& pack, size_t frame) {
  size_t first = frame;
  while (first > 0 && !frames_[first].present) --first;
  for (size_t i = first; i <= frame; ++i) {
    if (frames_[i].present) continue;
    Made made{take_buffer()};
    Status status =
        make(pack, frames_[i].node, i == 0 ? nullptr : &frames_[i - 1].bytes, made, nullptr);
    if (!status) return status;
    kept_ += made.bytes.capacity();
    frames_[i].bytes = std::move(made.bytes);
    frames_[i].present = true;
    keep_within_budget(i);
  }
  return {};
}

// Deltas that are elsewhere, too, become roots of their own.
void PackWalk::fail_tree(const PackFile& pack, uint32_t node, const Error& error,
                         ObjectVisitor& visitor) {
  visitor.failed(pack.id(node), type_, error);
  std::vector<uint32_t> open;
  const auto add_children = [&](uint32_t of) {
    for (uint32_t child = pack.node(of).first_child; child != PackFile::kNone;
         child = pack.node(child).next_sibling) {
      open.push_back(child);
    }
  };
  add_children(node);
  while (!open.empty()) {
    const uint32_t at = open.back();
    open.pop_back();
    if (read_other_(pack.id(at), pack)) {
      elsewhere_.push_back(at);
    } else {
      visitor.failed(pack.id(at), type_, {error.code, "its delta base: " + error.message});
      add_children(at);
    }
  }
}

// Whether the visitor has it now.
bool PackWalk::give(const PackFile& pack, uint32_t node, const Made& made, uint32_t depth,
                    ObjectVisitor& visitor) {
  if (made.bytes.bytes().size() > limits_.max_object) {
    visitor.failed(pack.id(node), type_, {ErrorCode::kTooLarge, "larger than the limit"});
    return false;
  }
  if (gap_) {
    visitor.doubtful(pack.id(node), type_,
                     {ErrorCode::kMalformed,
                      "bytes follow it in " + pack.name() + ".pack that the index does not name"});
  }
  const bool derived = made.from_delta && visitor.wants_copies() && frames_.back().given;
  visitor.object({pack.id(node), type_, made.bytes.bytes(), depth, derived,
                  derived ? std::span<const CopiedBytes>(copies_) : std::span<const CopiedBytes>(),
                  pack.node(node).first_child != PackFile::kNone});
  return true;
}

// Some at a time: other threads count as well.
void PackWalk::count(uint64_t bytes) {
  constexpr uint64_t kStep = uint64_t{1} << 20;
  uncounted_ += bytes;
  if (uncounted_ < kStep) return;
  unfolded_.add(std::exchange(uncounted_, 0));
}

bool PackWalk::is_to_end() const {
  return unfolded_.too_many() || limits_.deadline.over();
}

bool PackWalk::descend(const PackFile& pack, ObjectVisitor& visitor) {
  std::vector<CopiedBytes>* copies = visitor.wants_copies() ? &copies_ : nullptr;
  while (!frames_.empty()) {
    if (is_to_end()) return false;
    const size_t top = frames_.size() - 1;
    const uint32_t child = frames_[top].next_child;
    if (child == PackFile::kNone) {
      release(frames_[top]);
      frames_.pop_back();
      continue;
    }
    frames_[top].next_child = pack.node(child).next_sibling;
    pack.prefetch_node(frames_[top].next_child);
    pack.prefetch_node(pack.node(child).first_child);
    Made made{take_buffer()};
    Status status = make_present(pack, top);
    gap_ = false;
    if (status) status = make(pack, child, &frames_[top].bytes, made, copies);
    pack.prefetch_entry(frames_[top].next_child);
    pack.prefetch_entry(pack.node(child).first_child);
    if (!status) {
      fail_tree(pack, child, status.error(), visitor);
      continue;
    }
    const bool given = give(pack, child, made, static_cast<uint32_t>(top + 1), visitor);
    if (frames_[top].next_child == PackFile::kNone) release(frames_[top]);
    if (pack.node(child).first_child == PackFile::kNone) {
      give_back(std::move(made.bytes));
    } else {
      push(pack, child, std::move(made.bytes), given);
    }
  }
  return true;
}

// Damage may have made it of another type than its header says.
bool PackWalk::is_of_type(const PackFile& pack, uint32_t root) {
  if (checks_.is_good(pack, root) || pack.check_bytes(root)) return true;
  checks_.add_other(pack, root);
  return false;
}

bool PackWalk::run(const PackFile& pack, uint32_t root, ObjectVisitor& visitor) {
  if (is_to_end()) return false;
  const PackFile::Node& node = pack.node(root);
  type_ = node.type;
  if (node.kind == PackFile::NodeKind::kWhole && !visitor.wants(node.type) &&
      is_of_type(pack, root)) {
    return true;
  }
  elsewhere_.assign(1, root);
  while (!elsewhere_.empty()) {
    const uint32_t next = elsewhere_.back();
    elsewhere_.pop_back();
    bool is_whole = true;
    const bool had = had_memory([&] { is_whole = run_tree(pack, next, visitor); });
    if (!had) visitor.failed(pack.id(next), type_, {ErrorCode::kTooLarge, kNoMemory});
    if (!is_whole) return false;
  }
  return true;
}

bool PackWalk::run_tree(const PackFile& pack, uint32_t root, ObjectVisitor& visitor) {
  const PackFile::Node& node = pack.node(root);
  frames_.clear();
  kept_ = 0;
  Made made{take_buffer()};
  gap_ = false;
  const Status status = make(pack, root, nullptr, made);
  if (!status) {
    fail_tree(pack, root, status.error(), visitor);
    return true;
  }
  const bool given = visitor.wants(type_) && give(pack, root, made, 0, visitor);
  if (!visitor.wants(type_) || node.first_child == PackFile::kNone) {
    give_back(std::move(made.bytes));
    return true;
  }
  push(pack, root, std::move(made.bytes), given);
  return descend(pack, visitor);
}

}  // namespace rekey
