// CiBase: from what a CI system says to the commits to scan: head, and what was there before.
//
// What a shallow clone lacks is fetched, step by step, if there is a remote and it answers. The
// range is then head without all of the bases that were found.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/cli/ci/ci_environment.h"
#include "scanner/git/store/repository.h"

namespace rekey {

struct CiRange {
  enum class Kind : uint8_t {
    kRange,  // head without the bases
    kAll,    // all that head reaches: nothing was there before
    kTree,   // the tree of head alone
  };
  Kind kind = Kind::kRange;
  ObjectId head;
  std::vector<Ref> refs;  // what was asked for, if it is a tag or no commit: looked at as well
  std::vector<ObjectId> bases;
  std::string name;                // "main..12345678", for people
  std::string fault;               // why less is scanned than was asked for; "" = it is not
  std::vector<std::string> notes;  // for people
};

// Adds to the fault, behind what is there.
void add_fault(CiRange& range, const std::string& fault);

// kNotFound when there is no commit at all. `fetch`: the remote may be asked.
Result<CiRange> find_ci_range(const std::string& folder, const CiEnvironment& environment,
                              bool fetch);

}  // namespace rekey
