// CacheTree: what an index knows of the trees it would be committed as: git's TREE extension.
//
// A record a folder, each before those of the folders in it:
//
//   "src" NUL "12 2" LF ID      12 entries of the index lie in src, the tree ID is made of them,
//                               and records of 2 folders in it follow
//   "src" NUL "-1 2" LF         the index has changed below src since: nobody knows
//
// Read strictly: names without '/', each once in its folder, as many folders as were told. Source:
// git's Documentation/gitformat-index and cache-tree.c. Pure; any thread.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object/object_id.h"

namespace rekey {

struct CacheTree {
  struct Folder {
    std::string_view name;         // it looks at the bytes that were parsed; "": the root
    std::optional<ObjectId> tree;  // nothing: not known
    size_t entries = 0;            // of the index, when the tree is known
    size_t first = 0, last = 0;    // in `below`: the folders in it, by name
  };
  std::vector<Folder> folders;  // the root first; empty: the index has none of this
  std::vector<size_t> below;    // numbers of folders

  // The folder of this name in `folder`; null: there is none.
  [[nodiscard]] const Folder* find(const Folder& folder, std::string_view name) const;
};

// kMalformed "why".
Result<CacheTree> parse_cache_tree(std::string_view records, size_t id_size);

}  // namespace rekey
