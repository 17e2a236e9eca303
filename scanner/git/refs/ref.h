// Ref: a name for an object. A plain value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object/object_id.h"

namespace rekey {

struct Ref {
  std::string name;  // "HEAD", "refs/heads/main", ...
  ObjectId target;   // the object it points to: a commit, a tag object or anything else
};

// A repository's refs, and what of them could not be read.
struct RefList {
  std::vector<Ref> refs;      // HEAD first, then as sort_refs()
  std::vector<Error> unread;  // "NAME: why"
};

// HEAD first, then branches, remote branches, tags, everything else, each by name.
void sort_refs(std::vector<Ref>& refs);

// HEAD of some in that order; null when it is none of them.
const Ref* head_of(const std::vector<Ref>& refs);

// The ref that git means by a full or a short name: "refs/tags/v1", "tags/v1", "v1"; null = none.
const Ref* ref_named(const std::vector<Ref>& refs, std::string_view name);

}  // namespace rekey
