// TreeLog: all trees of a walk in brief: of each tree its subtrees and marked blobs, said as
// changes to the tree that it is a delta on.
//
// Trees are packed as small changes to each other: of the 165 million entries in git/git's trees
// under a million are not copied from a delta base. Only what was not copied is parsed: where a
// copied entry starts at a place where an entry of the base started, the entries that follow are
// the base's as far as the copy goes. So the log is exact, whatever the deltas look like, and
// small.
//
// An example: tree A has the entries a.txt, b.txt and src, and is parsed whole. Tree B is a delta
// on A: "copy A's first two entries, insert src with another id". One entry of B is parsed; the log
// says "as A, but for src", and who walks B finds a.txt and b.txt by way of A.
//
// One thread's while it is filled, then immutable.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "scanner/base/chunks.h"
#include "scanner/git/object/object_visitor.h"
#include "scanner/git/object/quick_set.h"

namespace rekey {

class TreeLog : public ObjectVisitor {
 public:
  // Small: a repository has hundreds of thousands of these.
  struct Entry {
    ObjectId id;
    uint32_t name : 31 = 0;  // in names()
    bool is_tree : 1 = false;
  };

  using Holds = std::function<bool(const ObjectId&)>;

  // Null: every blob counts as marked. `holds` says of what trees name whether it is there; empty:
  // that is not asked. `keeps_files`: files() has what was asked for as a file.
  explicit TreeLog(const QuickSet* marked, Holds holds = {}, bool keeps_files = false)
      : marked_(marked),
        holds_(std::move(holds)),
        keeps_files_(keeps_files),
        seen_(kSeen),
        held_(holds_ ? kHeld : 0) {}

  [[nodiscard]] bool wants(ObjectType type) const override { return type == ObjectType::kTree; }
  [[nodiscard]] bool wants_copies() const override { return true; }
  void object(const VisitedObject& object) override;
  void failed(const ObjectId& id, ObjectType type, const Error& error) override;
  void doubtful(const ObjectId& id, ObjectType type, const Error& error) override {
    failed(id, type, error);
  }

  [[nodiscard]] uint32_t count() const { return static_cast<uint32_t>(trees_.size()); }
  [[nodiscard]] IdView id(uint32_t tree) const { return ids_[tree]; }
  [[nodiscard]] const Chunks<Entry>& entries() const { return entries_; }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  // "tree ID: why": trees that could not be read, or not to their end.
  [[nodiscard]] const std::vector<Error>& errors() const { return errors_; }
  // What trees name as files and is there; some more than once.
  [[nodiscard]] const std::vector<ObjectId>& files() const { return files_; }
  // What trees name and is nowhere; some more than once.
  [[nodiscard]] const std::vector<ObjectId>& missing() const { return missing_; }

  // Calls `use(tree, entries)` for every tree, in order, with the numbers of its entries, in order.
  template <typename Use>
  void replay(const Use& use) const;

  // The same with those entries alone for which `leads(entry)`, in another order: of two trees that
  // are no deltas on the same one the later comes first. git puts more of the trees that another
  // names behind it than before it. Takes as long as the changes are many, not the entries, while
  // these lead nowhere. Trees that hang on one whole tree, [begin, end), are left out together
  // where `skips(begin, end)`.
  template <typename Skips, typename Leads, typename Use>
  void replay_leading(const Skips& skips, const Leads& leads, const Use& use) const;

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  static constexpr size_t kSeen = size_t{1} << 16;
  static constexpr size_t kHeld = size_t{1} << 16;
  static constexpr size_t kNear = size_t{1} << 12;

  // Of a tree all but its id.
  struct Tree {
    uint32_t pieces_end = 0;
    uint32_t depth : 31 = 0;
    bool derived : 1 = false;  // pieces may name entries of the tree at the depth above
  };
  // `count` entries from `first` on, of the base's, or new ones.
  struct Piece {
    uint32_t first = 0, count = 0;
    bool is_new = false;
  };
  struct Kept {
    uint32_t start = 0, entry = 0;
  };
  struct Seen {
    uint32_t entry = kNone;
    uint32_t tag = 0;  // of its id: tells most others without a look at the entry
  };
  // A tree that others are made from.
  struct Frame {
    std::vector<uint32_t> starts;  // of all its entries, then the end of the last
    std::vector<Kept> kept;
    bool usable = false;
  };

  // The entries of a tree that lead somewhere.
  struct Leading {
    std::vector<uint32_t> entries, places;  // the places are among all entries of the tree
    uint32_t size = 0;                      // of all entries

    void add(uint32_t entry, uint32_t place) {
      entries.push_back(entry);
      places.push_back(place);
    }
    void clear() {
      entries.clear();
      places.clear();
      size = 0;
    }
  };

  template <typename Leads>
  static void add_leading(const Piece& piece, const Leading* base, const Leads& leads,
                          Leading& list);

  Frame& frame_for(uint32_t depth);
  bool take_copied(const VisitedObject& object, const CopiedBytes& copy, const Frame& base,
                   Frame& frame, size_t& at);
  bool take_parsed(const VisitedObject& object, Frame& frame, size_t& at);
  uint32_t number_of(const TreeEntry& entry);
  uint32_t name_number(std::string_view name);
  void ask_for(const TreeEntry& entry);
  void add_error(const ObjectId& id, const std::string& why);

  const QuickSet* marked_;
  Holds holds_;
  bool keeps_files_ = false;
  // Grown without being copied: together they are most of the memory of attribution.
  Chunks<IdView> ids_;
  Chunks<Tree> trees_;
  Chunks<Piece> pieces_;
  Chunks<Entry> entries_;
  std::vector<Seen> seen_;      // entries seen lately, by hash
  std::vector<uint64_t> held_;  // hashes of ids that were asked for lately, by hash
  std::vector<std::string> names_;
  std::unordered_map<std::string, uint32_t> name_numbers_;
  std::array<uint32_t, kNear> near_names_{};  // numbers of names met lately, by their ends
  std::vector<Frame> frames_;                 // by depth
  size_t deep_ = 0;                           // frames up to the newest object's
  size_t kept_bytes_ = 0;                     // of usable frames
  std::vector<Error> errors_;
  std::vector<ObjectId> missing_, files_;
};

// Not by replay_leading(), where each entry has a place: for all entries of git/git that takes
// twice as long.
template <typename Use>
void TreeLog::replay(const Use& use) const {
  std::vector<std::vector<uint32_t>> lists;
  uint32_t piece = 0;
  for (uint32_t number = 0; number < count(); ++number) {
    const Tree& tree = trees_[number];
    if (lists.size() <= tree.depth) lists.resize(tree.depth + 1U);
    std::vector<uint32_t>& list = lists[tree.depth];
    list.clear();
    for (; piece < tree.pieces_end; ++piece) {
      const Piece& part = pieces_[piece];
      if (part.is_new) {
        for (uint32_t i = 0; i < part.count; ++i) list.push_back(part.first + i);
      } else {
        const auto from = lists[tree.depth - 1].begin() + part.first;
        list.insert(list.end(), from, from + part.count);
      }
    }
    use(number, list);
  }
}

template <typename Skips, typename Leads, typename Use>
void TreeLog::replay_leading(const Skips& skips, const Leads& leads, const Use& use) const {
  std::vector<Leading> lists;  // by depth
  uint32_t end = count();
  while (end > 0) {
    uint32_t begin = end - 1;
    while (begin > 0 && trees_[begin].depth > 0) --begin;
    const uint32_t last = std::exchange(end, begin);
    if (skips(begin, last)) continue;
    uint32_t piece = begin == 0 ? 0 : trees_[begin - 1].pieces_end;
    for (uint32_t number = begin; number < last; ++number) {
      const Tree& tree = trees_[number];
      if (lists.size() <= tree.depth) lists.resize(tree.depth + 1U);
      Leading& list = lists[tree.depth];
      const Leading* base = tree.derived ? &lists[tree.depth - 1] : nullptr;
      list.clear();
      for (; piece < tree.pieces_end; ++piece) add_leading(pieces_[piece], base, leads, list);
      use(number, list.entries);
    }
  }
}

template <typename Leads>
void TreeLog::add_leading(const Piece& piece, const Leading* base, const Leads& leads,
                          Leading& list) {
  if (piece.is_new) {
    for (uint32_t i = 0; i < piece.count; ++i) {
      if (leads(piece.first + i)) list.add(piece.first + i, list.size + i);
    }
  } else {
    const auto& places = base->places;
    auto at = std::lower_bound(places.begin(), places.end(), piece.first);
    for (; at != places.end() && *at - piece.first < piece.count; ++at) {
      list.add(base->entries[static_cast<size_t>(at - places.begin())],
               *at - piece.first + list.size);
    }
  }
  list.size += piece.count;
}

}  // namespace rekey
