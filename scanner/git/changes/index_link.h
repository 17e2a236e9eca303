// IndexLink: how a split index is put together: git's "link" extension.
//
// A split index has few entries of its own; most stand in another file of the git folder,
// sharedindex.ID. Two bitmaps say which of those are gone and which got another content:
//
//   shared: a b c d    deleted: {2}    replaced: {0}    own: "" (for a), e    together: a b d e
//
// Source: git's Documentation/gitformat-index and split-index.c; the bitmaps are compressed as
// Documentation/gitformat-bitmap says of EWAH. Pure; any thread.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/changes/index_entries.h"

namespace rekey {

struct IndexLink {
  std::string_view shared;   // raw: the sum at the end of the shared file; zeros: none
  std::string_view bitmaps;  // of deletions, then of replacements; empty: neither
};

// kMalformed "why".
Result<IndexLink> parse_index_link(std::string_view extension, size_t id_size);

// The numbers of the set bits, ascending; all are less than `limit`. Takes the bitmap's bytes off
// the front. kMalformed.
Result<std::vector<uint32_t>> take_bitmap(std::string_view& bytes, size_t limit);

// What the link makes of the shared file's entries and the index's own; sorted. kMalformed.
Result<std::vector<IndexEntry>> joined_entries(const std::vector<IndexEntry>& shared,
                                               const std::vector<IndexEntry>& own,
                                               const IndexLink& link);

}  // namespace rekey
