// PackWalk: resolves the objects of a pack's delta trees, each base once, its deltas while it is at
// hand.
//
// Depth first from a root. A base is kept until its last delta is made; when what is kept goes
// beyond a budget the bases nearest to the root are let go and made again when they are needed. One
// thread's.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/git/byte_buffer.h"
#include "scanner/git/inflate.h"
#include "scanner/git/object.h"
#include "scanner/git/object_id.h"
#include "scanner/git/object_visitor.h"
#include "scanner/git/pack_file.h"

namespace rekey {

struct WalkLimits {
  uint64_t max_object = uint64_t{256} << 20;  // bytes; larger ones fail, and deltas on them
  uint64_t memory = uint64_t{96} << 20;       // bytes of bases kept by a thread
};

class PackWalk {
 public:
  // Reads a base that is not in the pack.
  using ReadOther = std::function<Result<Object>(const ObjectId&)>;

  PackWalk(const WalkLimits& limits, ReadOther read_other)
      : limits_(limits), read_other_(std::move(read_other)) {}

  // The tree of root number `root` of `pack`.
  void run(const PackFile& pack, uint32_t root, ObjectVisitor& visitor);

 private:
  // An object whose deltas are being made.
  struct Frame {
    uint32_t node = 0;
    uint32_t next_child = PackFile::kNone;
    ByteBuffer bytes;
    bool present = false;
  };

  Status make_root(const PackFile& pack, uint32_t root, ByteBuffer& out);
  Status make_delta(const PackFile& pack, uint32_t node, std::string_view base, ByteBuffer& out,
                    std::vector<CopiedBytes>* copies = nullptr);
  Status make_present(const PackFile& pack, size_t frame);
  void descend(const PackFile& pack, ObjectVisitor& visitor);
  void fail_tree(const PackFile& pack, uint32_t node, const Error& error, ObjectVisitor& visitor);

  void push(const PackFile& pack, uint32_t node, ByteBuffer bytes);
  void release(Frame& frame);
  void keep_within_budget();
  ByteBuffer take_buffer();
  void give_back(ByteBuffer buffer);

  WalkLimits limits_;
  ReadOther read_other_;
  Inflater inflater_;
  ByteBuffer delta_;
  std::vector<CopiedBytes> copies_;  // of the newest object
  std::vector<Frame> frames_;        // from the root down
  std::vector<ByteBuffer> spare_;
  uint64_t kept_ = 0;  // bytes of the frames that are present
  ObjectType type_ = ObjectType::kOther;
};

}  // namespace rekey
