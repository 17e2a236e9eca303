#include "scanner/git/pack_walk.h"

#include "scanner/git/delta.h"

namespace rekey {
namespace {

// Buffers kept for reuse, and the largest that is worth keeping.
constexpr size_t kSpareBuffers = 8;
constexpr size_t kLargestSpare = size_t{4} << 20;

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

void PackWalk::push(const PackFile& pack, uint32_t node, ByteBuffer bytes) {
  kept_ += bytes.capacity();
  frames_.push_back({node, pack.node(node).first_child, std::move(bytes), true});
  keep_within_budget();
}

// All but the newest frame may go.
void PackWalk::keep_within_budget() {
  for (size_t i = 0; kept_ > limits_.memory && i + 1 < frames_.size(); ++i) release(frames_[i]);
}

Status PackWalk::make_root(const PackFile& pack, uint32_t root, ByteBuffer& out) {
  std::string_view data;
  const Result<PackEntry> entry = pack.entry(root, data);
  if (!entry) return entry.error();
  if (!pack.node(root).needs_other) {
    type_ = entry.value().type;
    if (entry.value().size > limits_.max_object) {
      return Error{ErrorCode::kTooLarge, "larger than the limit"};
    }
    return inflater_.run(data, entry.value().size, out);
  }
  const Result<Object> base = read_other_(entry.value().base_id);
  if (!base) return Error{base.error().code, "its delta base " + base.error().message};
  type_ = base.value().type;
  return make_delta(pack, root, base.value().bytes, out);
}

Status PackWalk::make_delta(const PackFile& pack, uint32_t node, std::string_view base,
                            ByteBuffer& out, std::vector<CopiedBytes>* copies) {
  std::string_view data;
  const Result<PackEntry> entry = pack.entry(node, data);
  if (!entry) return entry.error();
  Status status = inflater_.run(data, entry.value().size, delta_);
  if (!status) return status;
  return apply_delta(base, delta_.bytes(), limits_.max_object, out, copies);
}

// What was let go is made again, from the nearest base that is there.
Status PackWalk::make_present(const PackFile& pack, size_t frame) {
  size_t first = frame;
  while (first > 0 && !frames_[first].present) --first;
  for (size_t i = first; i <= frame; ++i) {
    if (frames_[i].present) continue;
    ByteBuffer bytes = take_buffer();
    Status status = i == 0 ? make_root(pack, frames_[0].node, bytes)
                           : make_delta(pack, frames_[i].node, frames_[i - 1].bytes.bytes(), bytes);
    if (!status) return status;
    kept_ += bytes.capacity();
    frames_[i].bytes = std::move(bytes);
    frames_[i].present = true;
    if (i > 0 && kept_ > limits_.memory) release(frames_[i - 1]);
  }
  return {};
}

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
    visitor.failed(pack.id(at), type_, {error.code, "its delta base: " + error.message});
    add_children(at);
  }
}

void PackWalk::descend(const PackFile& pack, ObjectVisitor& visitor) {
  std::vector<CopiedBytes>* copies = visitor.wants_copies() ? &copies_ : nullptr;
  copies_.clear();
  while (!frames_.empty()) {
    const size_t top = frames_.size() - 1;
    const uint32_t child = frames_[top].next_child;
    if (child == PackFile::kNone) {
      release(frames_[top]);
      frames_.pop_back();
      continue;
    }
    frames_[top].next_child = pack.node(child).next_sibling;
    ByteBuffer bytes = take_buffer();
    Status status = make_present(pack, top);
    if (status) status = make_delta(pack, child, frames_[top].bytes.bytes(), bytes, copies);
    if (!status) {
      fail_tree(pack, child, status.error(), visitor);
      continue;
    }
    visitor.object({pack.id(child), type_, bytes.bytes(), static_cast<uint32_t>(top + 1),
                    copies != nullptr, copies_, pack.node(child).first_child != PackFile::kNone});
    if (frames_[top].next_child == PackFile::kNone) release(frames_[top]);
    if (pack.node(child).first_child == PackFile::kNone) {
      give_back(std::move(bytes));
    } else {
      push(pack, child, std::move(bytes));
    }
  }
}

void PackWalk::run(const PackFile& pack, uint32_t root, ObjectVisitor& visitor) {
  const PackFile::Node& node = pack.node(root);
  if (!node.needs_other && !visitor.wants(node.type)) return;
  type_ = node.type;
  frames_.clear();
  kept_ = 0;
  ByteBuffer bytes = take_buffer();
  const Status status = make_root(pack, root, bytes);
  if (!status) return fail_tree(pack, root, status.error(), visitor);
  if (!visitor.wants(type_)) return give_back(std::move(bytes));
  visitor.object(
      {pack.id(root), type_, bytes.bytes(), 0, false, {}, node.first_child != PackFile::kNone});
  if (node.first_child == PackFile::kNone) return give_back(std::move(bytes));
  push(pack, root, std::move(bytes));
  descend(pack, visitor);
}

}  // namespace rekey
