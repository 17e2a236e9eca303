// ChangedFiles: which of rekey's own files the scanned commits change, and how a person is told.
//
// Only that they change is looked at: what a request or a push brings is never parsed, compiled or
// followed. Plain; one thread.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/cli/ci/trusted_files.h"
#include "scanner/git/changes/change.h"

namespace rekey {

class ChangedFiles {
 public:
  // Of rekey's names and of all that `trusted` consists of: what its configuration extends, too.
  explicit ChangedFiles(const TrustedFiles& trusted);

  // A change of `commit`; for RangeRequest::changed.
  void look_at(const Change& change, const ObjectId& commit);

  // A sentence a file, by path: "this WHO changes PATH (commit 0123456789ab); HOW".
  [[nodiscard]] std::vector<std::string> notes(std::string_view who, std::string_view how) const;

 private:
  std::set<std::string, std::less<>> own_;
  std::map<std::string, ObjectId> changed_;  // the last commit that was looked at
};

}  // namespace rekey
