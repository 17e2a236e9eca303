// CommitRange: the commits that some tips reach and others do not.
//
// As `git rev-list INCLUDE --not EXCLUDE`. What is excluded is so for sure; where commits' dates
// lie by years a commit may be taken for new that is not. Reads commits, not trees.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object/object.h"
#include "scanner/git/object/object_id.h"
#include "scanner/git/store/repository.h"

namespace rekey {

struct RangeCommit {
  ObjectId id;
  Commit commit;
  std::string bytes;    // the object's
  bool is_cut = false;  // a parent is not in the repository: a shallow clone ends here
};

// Parents first. kNotFound, kMalformed when a tip cannot be read; what lies behind other commits
// that cannot be read counts as missing. Tips to exclude that are missing exclude nothing.
Result<std::vector<RangeCommit>> commits_between(const ObjectReader& reader,
                                                 const std::vector<ObjectId>& include,
                                                 const std::vector<ObjectId>& exclude);

}  // namespace rekey
