// PackFile: one pack with its index, and the forest that its deltas make: every delta hangs on its
// base.
//
// Walking the forest from its roots resolves every object from bytes that are at hand
// (pack_walk.h). Nodes are numbered by their place in the pack. Immutable once opened; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/mapped_file.h"
#include "scanner/git/object.h"
#include "scanner/git/pack_entry.h"
#include "scanner/git/pack_index.h"

namespace rekey {

class PackFile {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  struct Node {
    uint64_t offset = 0;
    uint32_t position = 0;  // in the index
    uint32_t first_child = kNone, next_sibling = kNone;
    ObjectType type = ObjectType::kOther;  // of a root
    bool is_root = false;
    bool needs_other = false;  // a root that is a delta on an object outside this pack
  };

  // `path` without its ending: ".../pack-1234". kNotFound when it is gone meanwhile.
  static Result<PackFile> open(const std::string& path);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const PackIndex& index() const { return index_; }
  [[nodiscard]] uint32_t count() const { return static_cast<uint32_t>(nodes_.size()); }
  [[nodiscard]] const Node& node(uint32_t number) const { return nodes_[number]; }
  [[nodiscard]] ObjectId id(uint32_t number) const { return index_.id(nodes_[number].position); }

  // The node's header again, and its compressed data up to the next entry.
  Result<PackEntry> entry(uint32_t number, std::string_view& data) const;

  // Makes the forest: reads every entry's header. Nodes whose header is wrong, whose base is
  // nowhere or that hang on themselves are in no tree; they are given to `broken` with the reason.
  struct Broken {
    uint32_t node = 0;
    std::string why;
  };
  std::vector<Broken> link();

  // Roots in the order of the pack; after link().
  [[nodiscard]] const std::vector<uint32_t>& roots() const { return roots_; }

 private:
  PackFile(MappedFile pack, MappedFile index_file, PackIndex index, std::string name);

  [[nodiscard]] uint32_t node_at(uint64_t offset) const;  // kNone when no entry starts there
  uint32_t parent_of(uint32_t number, const PackEntry& entry, std::string& why) const;
  void hang_children(const std::vector<uint32_t>& parents);
  void find_cycles(const std::vector<uint32_t>& parents, std::vector<Broken>& broken) const;

  MappedFile pack_, index_file_;
  PackIndex index_;
  std::string name_;
  std::vector<Node> nodes_;  // by offset
  std::vector<uint32_t> roots_;
  uint64_t end_ = 0;  // of the entries: where the trailer starts
};

}  // namespace rekey
