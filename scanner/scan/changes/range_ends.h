// RangeEnds: what the refs of a request lead to, and which refs of a repository lead nowhere.
#pragma once

#include <vector>

#include "scanner/git/store/ref_end.h"
#include "scanner/scan/changes/range.h"

namespace rekey {

struct RangeEnds {
  std::vector<ObjectId> include, exclude;  // commits; those of the request, too
  std::vector<RefEnd> others;              // new ones that are no commit, or have tags before it
  std::vector<Error> unread;               // "what: why", of all refs of the repository
};

RangeEnds range_ends(const Repository& repository, const ObjectReader& reader,
                     const RangeRequest& request);

}  // namespace rekey
