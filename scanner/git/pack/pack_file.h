// PackFile: one pack with its index, and the forest that its deltas make: every delta hangs on its
// base.
//
// Walking the forest from its roots resolves every object from bytes that are at hand
// (pack_walk.h). Nodes are numbered by their place in the pack. link() makes the forest, once, from
// every entry's header: whoever wants single objects (pack_read.h) does without. Otherwise
// immutable; any thread.
//
// Every object is in the forest. One that cannot be read because of what its pack and index say
// (a header that is none, a base that is nowhere, deltas that hang on each other in a ring) is a
// root with a fault.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object/object.h"
#include "scanner/git/pack/mapped_file.h"
#include "scanner/git/pack/pack_entry.h"
#include "scanner/git/pack/pack_index.h"

namespace rekey {

class PackFile {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  enum class NodeKind : uint8_t {
    kDelta,    // hangs on its base
    kWhole,    // a root
    kForeign,  // a root: a delta on an object that is not in this pack
    kAlone,    // a root: a delta on bytes of this pack that its index does not name
    kFaulty,   // a root that cannot be read; fault() says why
  };

  struct Node {
    uint64_t offset = 0;
    uint32_t position = 0;  // in the index
    uint32_t crc = 0;       // of its bytes in the pack, if the index has any
    uint32_t first_child = kNone, next_sibling = kNone;
    ObjectType type = ObjectType::kOther;  // kWhole
    NodeKind kind = NodeKind::kDelta;
  };

  // `path` without its ending: ".../pack-1234". kNotFound when it is gone meanwhile.
  // `id_size` is the repository's.
  static Result<PackFile> open(const std::string& path, size_t id_size);
  // One that has no index file: `index` says what is known of it.
  static Result<PackFile> open_with(const std::string& path, const PackIndex& index,
                                    size_t id_size);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const PackIndex& index() const { return index_; }
  [[nodiscard]] uint32_t count() const { return index_.count(); }

  // The forest, made on so many threads; before anything that has to do with nodes. Again costs
  // nothing.
  void link(unsigned threads);
  [[nodiscard]] bool is_linked() const { return nodes_.size() == count(); }
  [[nodiscard]] const Node& node(uint32_t number) const { return nodes_[number]; }
  [[nodiscard]] IdView id(uint32_t number) const { return index_.id(nodes_[number].position); }
  // Has the node in the processor's cache soon; `number` may be kNone.
  void prefetch_node(uint32_t number) const;
  // And its place in the pack, now that the node is there.
  void prefetch_entry(uint32_t number) const;
  [[nodiscard]] const std::string& fault(uint32_t number) const { return faults_.at(number); }
  // Roots in the order of the pack.
  [[nodiscard]] const std::vector<uint32_t>& roots() const { return roots_; }
  [[nodiscard]] uint64_t bytes() const { return pack_.bytes().size(); }  // of the pack itself

  // Whether index and pack were made for each other, as far as the pack's end tells; the message
  // starts with the pack's file. When not, what the index says is still tried.
  [[nodiscard]] Status check_pair() const;

  // Whether the index names all that the pack has: as many objects as that says, the first where
  // they start, each found by its id. Messages start with the file. That nothing lies between two
  // of them a walk sees (pack_walk.h). An index that is not the pack's own need not name all.
  void check_index(std::vector<Error>& errors) const;

  // The node's header again, and its compressed data up to the next entry.
  Result<PackEntry> entry(uint32_t number, std::string_view& data) const;
  // The header at a place in the pack, and what follows it up to the pack's end. `whole` gets all
  // from the header on.
  Result<PackEntry> entry_at(uint64_t offset, std::string_view& data,
                             std::string_view& whole) const;

  // Whether the node's bytes, up to the next entry, are those that the index was made for.
  [[nodiscard]] Status check_bytes(uint32_t number) const { return check_bytes(number, SIZE_MAX); }
  // The same of its first `size` bytes: its header and what its stream takes.
  [[nodiscard]] Status check_bytes(uint32_t number, size_t size) const;

 private:
  PackFile(MappedFile pack, std::optional<MappedFile> index_file, PackIndex index, std::string name,
           size_t id_size);
  static Result<PackFile> made_of(const std::string& path, std::optional<MappedFile> index_file,
                                  const Result<PackIndex>& index, size_t id_size);

  class NodePlaces;
  using Fault = std::pair<uint32_t, std::string>;  // a node's

  [[nodiscard]] bool bytes_of(uint32_t number, std::string_view& bytes) const;
  // The node that a delta hangs on; kNone when that is not here.
  [[nodiscard]] uint32_t base_of(const PackEntry& entry, const NodePlaces& places) const;
  void prefetch_bytes(uint64_t offset) const;
  void make_nodes();
  void order_places();
  uint32_t link_node(uint32_t number, const NodePlaces& places, std::vector<Fault>& faults);
  std::vector<uint32_t> link_nodes(unsigned threads);
  void break_rings(std::vector<uint32_t>& parents);
  void hang_children(const std::vector<uint32_t>& parents);

  MappedFile pack_;
  std::optional<MappedFile> index_file_;
  PackIndex index_;
  std::string name_;
  std::vector<Node> nodes_;  // by offset
  std::vector<uint32_t> roots_;
  std::unordered_map<uint32_t, std::string> faults_;
  size_t id_size_;
  uint64_t end_ = 0;  // of the entries: where the trailer starts
};

}  // namespace rekey
