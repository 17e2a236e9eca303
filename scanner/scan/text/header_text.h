// HeaderText: what the header of a commit or a tag says beyond the objects that it names: authors,
// signatures, the tags of merges, and whatever a program may have written there.
//
// The lines that name a commit's tree and parents, and a tag's object, are ids and no more, or the
// object cannot be read. Places are those in the object as git stores it: `git cat-file commit ID`
// shows it so.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "scanner/findings/store.h"
#include "scanner/scan/text/text_scan.h"

namespace rekey {

struct HeaderText {
  std::string_view object;  // all of its bytes
  size_t begin = 0;         // where the ids end
  size_t message_begin = 0;
};

// Counted as a part of the text that `scan` had before.
std::vector<Hit> find_in_header(TextScan& scan, const HeaderText& header);

// The same, kept as found at `origin`, which is the message's.
void add_header(TextScan& scan, const HeaderText& header, Occurrence origin);

// The place of a header by that of its message.
Place header_of(Place message);

}  // namespace rekey
