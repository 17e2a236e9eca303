// IndexEntries: the rows of git's index file, in its versions 2, 3 and 4, read strictly.
//
// An entry, in versions 2 and 3, for the path "a/b":
//
//   40 bytes of times, sizes, owners    where the mode stands at byte 24
//   20 (or 32) bytes                    the blob's id
//   2 bytes                             flags: assume-unchanged, extended, stage, length of the
//   path [2 bytes]                           only with "extended": skip-worktree, intent-to-add
//   "a/b" and one to eight NULs         as many as make the entry a multiple of 8
//
// In version 4 the path is written as what it has not in common with the path before it: how many
// bytes of that go away, as a number of seven bits a byte, then the rest, then one NUL.
// Source: git's Documentation/gitformat-index, and read-cache.c, which decides what git commits.
//
// What is taken is certain: paths have no NUL and ascend, with the stages of one path; both ways to
// tell a path's length agree; modes are a file's, a link's, a submodule's or a sparse folder's.
// Anything else is an error that names the entry, and then nothing of the file is used: git could
// read something else in it. The bits that tell git not to look at the working tree
// (assume-unchanged, skip-worktree) change nothing here: git commits such entries. Pure; any
// thread.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

namespace rekey {

struct IndexEntry {
  std::string_view path;  // '/' between folders; a sparse folder's has one at its end
  std::string_view id;    // raw
  uint32_t mode = 0;
  uint8_t stage = 0;           // 1 to 3: a side of a conflict
  bool intent_to_add = false;  // not part of a commit yet

  [[nodiscard]] bool is_blob() const {  // regular file or symbolic link
    return (mode & 0170000) == 0100000 || (mode & 0170000) == 0120000;
  }
  [[nodiscard]] bool is_folder() const { return (mode & 0170000) == 0040000; }
  // As git sorts them.
  [[nodiscard]] bool before(const IndexEntry& other) const {
    const int order = path.compare(other.path);
    return order != 0 ? order < 0 : stage < other.stage;
  }
  // Whether `other` may stand right behind it: only a conflict has a path more than once.
  [[nodiscard]] bool may_precede(const IndexEntry& other) const {
    const int order = path.compare(other.path);
    return order != 0 ? order < 0 : stage > 0 && stage < other.stage;
  }
  // A file, a link, a submodule, or a folder whose path says so.
  [[nodiscard]] bool has_known_mode() const;
};

struct IndexEntries {
  std::vector<IndexEntry> entries;  // they look at the bytes that were parsed, and at `paths`
  std::vector<uint32_t> offsets;    // where each begins in the bytes
  size_t end = 0;                   // where the bytes behind the last one begin
  std::deque<std::string> paths;    // version 4's; what stands in them does not move
  std::vector<uint32_t> whole;      // in version 4: offsets of those that keep nothing
};

// The `count` entries that begin at `begin` of `bytes`, which are less than 4 GiB; memory is taken
// for no more than these could hold. Paths may be empty and in any order, as a split index has
// them. kMalformed "entry 17: why", kTooLarge.
Result<IndexEntries> parse_index_entries(std::string_view bytes, size_t begin, uint32_t count,
                                         uint32_t version, size_t id_size);

// Whether the entries are those of a whole index: paths, modes, order. kMalformed.
Status check_index_entries(const std::vector<IndexEntry>& entries);

}  // namespace rekey
