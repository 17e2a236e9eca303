// TrustedRun: the files of a revision as a run is judged by them: rekey's own, if they are right.
//
// What is wrong in them does not count, or nobody could mend it by a request or a push: the
// built-in rules alone judge then, and `fault` says so.
#pragma once

#include <optional>
#include <string>

#include "scanner/base/result.h"
#include "scanner/cli/ci/trusted_files.h"
#include "scanner/cli/setup/flags.h"

namespace rekey {

struct TrustedRun {
  TrustedFiles files;
  std::string fault;  // what is wrong in those of the revision; "" = nothing
};

// kOutput when there is no place for the files.
Result<TrustedRun> trusted_run(const Repository& repository, const std::optional<ObjectId>& commit,
                               const ScanFlags& flags);

}  // namespace rekey
