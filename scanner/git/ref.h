// Ref: a name for an object. A plain value.
#pragma once

#include <string>
#include <vector>

#include "scanner/git/object_id.h"

namespace rekey {

struct Ref {
  std::string name;  // "HEAD", "refs/heads/main", ...
  ObjectId target;   // the object it points to: a commit, a tag object or anything else
};

// HEAD first, then branches, remote branches, tags, everything else, each by name.
void sort_refs(std::vector<Ref>& refs);

// HEAD of some in that order; null when it is none of them.
const Ref* head_of(const std::vector<Ref>& refs);

}  // namespace rekey
