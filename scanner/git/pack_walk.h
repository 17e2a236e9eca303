// PackWalk: resolves the objects of a pack's delta trees, each base once, its deltas while it is at
// hand.
//
// Depth first from a root. A base is kept until its last delta is made; when what is kept goes
// beyond a budget the bases nearest to the root are let go and made again when they are needed. An
// object that the pack cannot give is taken from elsewhere, if it is there, and its deltas are made
// from that. One thread's.
#pragma once

#include <algorithm>
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
#include "scanner/git/root_checks.h"

namespace rekey {

struct WalkLimits {
  uint64_t max_object = uint64_t{256} << 20;  // bytes; larger ones are not given but fail
  // Bytes; deltas on larger ones fail, too. No less than max_object counts.
  uint64_t max_base = uint64_t{256} << 20;
  uint64_t memory = uint64_t{96} << 20;  // bytes of bases kept by a thread
};

class PackWalk {
 public:
  // Reads an object that is not in the pack, or not to be had there. kNotFound when it is nowhere.
  using ReadOther = std::function<Result<Object>(const ObjectId&, const PackFile&)>;

  // `checks` outlive it.
  PackWalk(const WalkLimits& limits, RootChecks& checks, ReadOther read_other)
      : limits_(limits),
        max_base_(std::max(limits.max_object, limits.max_base)),
        checks_(checks),
        read_other_(std::move(read_other)) {}

  // The tree of root number `root` of `pack`.
  void run(const PackFile& pack, uint32_t root, ObjectVisitor& visitor);

 private:
  // An object whose deltas are being made.
  struct Frame {
    uint32_t node = 0;
    uint32_t next_child = PackFile::kNone;
    ByteBuffer bytes;
    bool present = false;
    bool given = false;  // to the visitor
  };
  // What came of making an object.
  struct Made {
    ByteBuffer bytes;
    bool from_delta = false;  // copies_ is true of it
  };

  Status inflate(const PackFile& pack, uint32_t node, const PackEntry& entry, std::string_view data,
                 ByteBuffer& out);
  Status inflate_root(const PackFile& pack, uint32_t root, ByteBuffer& out);
  Status make_alone(const PackFile& pack, uint32_t node, ByteBuffer& out);
  Status make_root(const PackFile& pack, uint32_t root, ByteBuffer& out);
  Status make_delta(const PackFile& pack, uint32_t node, std::string_view base, ByteBuffer& out,
                    std::vector<CopiedBytes>* copies);
  // From its delta on `base`, or as a root when that is null; else from elsewhere.
  Status make(const PackFile& pack, uint32_t node, const ByteBuffer* base, Made& made,
              std::vector<CopiedBytes>* copies = nullptr);
  void run_tree(const PackFile& pack, uint32_t root, ObjectVisitor& visitor);
  Status make_present(const PackFile& pack, size_t frame);
  void descend(const PackFile& pack, ObjectVisitor& visitor);
  bool is_of_type(const PackFile& pack, uint32_t root);
  bool give(const PackFile& pack, uint32_t node, const Made& made, uint32_t depth,
            ObjectVisitor& visitor);
  void fail_tree(const PackFile& pack, uint32_t node, const Error& error, ObjectVisitor& visitor);

  void push(const PackFile& pack, uint32_t node, ByteBuffer bytes, bool given);
  void release(Frame& frame);
  void keep_within_budget();
  ByteBuffer take_buffer();
  void give_back(ByteBuffer buffer);

  WalkLimits limits_;
  uint64_t max_base_;
  RootChecks& checks_;
  ReadOther read_other_;
  Inflater inflater_;
  ByteBuffer delta_;
  std::vector<CopiedBytes> copies_;  // of the newest object
  std::vector<Frame> frames_;        // from the root down
  std::vector<uint32_t> elsewhere_;  // roots still to walk
  std::vector<ByteBuffer> spare_;
  uint64_t kept_ = 0;  // bytes of the frames that are present
  bool gap_ = false;   // something follows the newest object that the pack's index does not name
  ObjectType type_ = ObjectType::kOther;
};

}  // namespace rekey
