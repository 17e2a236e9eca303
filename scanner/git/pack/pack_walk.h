// PackWalk: resolves the objects of a pack's delta trees, each base once, its deltas while it is at
// hand.
//
// Depth first from a root. A base is kept until its last delta is made; when what is kept goes
// beyond a budget some bases are let go, and made again from the nearest one that is left when they
// are needed: those near the root stand far apart, those at hand stand close, so that each is made
// again some times, however long the chain. An object that the pack cannot give is taken from
// elsewhere, if it is there, and its deltas are made from that. One thread's.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/base/deadline.h"
#include "scanner/git/object/byte_buffer.h"
#include "scanner/git/object/object.h"
#include "scanner/git/object/object_id.h"
#include "scanner/git/object/object_visitor.h"
#include "scanner/git/pack/inflate.h"
#include "scanner/git/pack/pack_file.h"
#include "scanner/git/pack/root_checks.h"

namespace rekey {

struct WalkLimits {
  uint64_t max_object = uint64_t{256} << 20;  // bytes; larger ones are not given but fail
  // Bytes; deltas on larger ones fail, too. No less than max_object counts.
  uint64_t max_base = uint64_t{256} << 20;
  uint64_t memory = uint64_t{96} << 20;  // bytes of bases kept by a thread
  Deadline deadline;                     // of the walk
};

// UnfoldedBytes: how many bytes the objects of a store's packs were unfolded to, against the most
// that may come of packs of their size: some bytes of deltas can make gigabytes. Of git's, Redis's
// and Rails' repositories come 15 to 28 times the packs' bytes (benchmarks/unfolded). Any thread.
class UnfoldedBytes {
 public:
  static constexpr uint64_t kAlways = uint64_t{8} << 30;  // for packs however small
  static constexpr uint64_t kRatio = 2000;

  explicit UnfoldedBytes(uint64_t packed, uint64_t always = kAlways)
      : most_(std::max(always, kRatio * packed)) {}

  void add(uint64_t bytes) { made_.fetch_add(bytes, std::memory_order_relaxed); }
  [[nodiscard]] uint64_t made() const { return made_.load(std::memory_order_relaxed); }
  [[nodiscard]] bool too_many() const { return made_.load(std::memory_order_relaxed) > most_; }

 private:
  uint64_t most_;
  std::atomic<uint64_t> made_ = 0;
};

class PackWalk {
 public:
  // Reads an object that is not in the pack, or not to be had there. kNotFound when it is nowhere.
  using ReadOther = std::function<Result<Object>(const ObjectId&, const PackFile&)>;

  // `unfolded` and `checks` outlive it.
  PackWalk(const WalkLimits& limits, UnfoldedBytes& unfolded, RootChecks& checks,
           ReadOther read_other)
      : limits_(limits),
        max_base_(std::max(limits.max_object, limits.max_base)),
        unfolded_(unfolded),
        checks_(checks),
        read_other_(std::move(read_other)) {}

  // The tree of root number `root` of `pack`. False when it was not walked to its end: the deadline
  // is over, or too much was unfolded.
  bool run(const PackFile& pack, uint32_t root, ObjectVisitor& visitor);

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
  void count(uint64_t bytes);
  [[nodiscard]] bool is_to_end() const;
  bool run_tree(const PackFile& pack, uint32_t root, ObjectVisitor& visitor);
  Status make_present(const PackFile& pack, size_t frame);
  bool descend(const PackFile& pack, ObjectVisitor& visitor);
  bool is_of_type(const PackFile& pack, uint32_t root);
  bool give(const PackFile& pack, uint32_t node, const Made& made, uint32_t depth,
            ObjectVisitor& visitor);
  void fail_tree(const PackFile& pack, uint32_t node, const Error& error, ObjectVisitor& visitor);

  void push(const PackFile& pack, uint32_t node, ByteBuffer bytes, bool given);
  void release(Frame& frame);
  void keep_within_budget(size_t in_use);
  ByteBuffer take_buffer();
  void give_back(ByteBuffer buffer);

  WalkLimits limits_;
  uint64_t max_base_;
  UnfoldedBytes& unfolded_;
  RootChecks& checks_;
  ReadOther read_other_;
  Inflater inflater_;
  ByteBuffer delta_;
  std::vector<CopiedBytes> copies_;  // of the newest object
  std::vector<Frame> frames_;        // from the root down
  std::vector<uint32_t> elsewhere_;  // roots still to walk
  std::vector<ByteBuffer> spare_;
  uint64_t kept_ = 0;       // bytes of the frames that are present
  uint64_t uncounted_ = 0;  // bytes that were unfolded and that unfolded_ does not know yet
  bool gap_ = false;  // something follows the newest object that the pack's index does not name
  ObjectType type_ = ObjectType::kOther;
};

}  // namespace rekey
