// CiOutput: what a CI host is told beside the report, in its own form: annotations and a summary.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/cli/ci/ci_environment.h"
#include "scanner/findings/finding.h"

namespace rekey {

class CiOutput {
 public:
  explicit CiOutput(CiHost host) : host_(host) {}

  // Before and behind the text report: the host runs no commands in between. Random, so that no
  // repository can know the word that ends it.
  Status begin_text();
  Status end_text();

  // `notes` are for people: what was scanned instead, which of rekey's files the request changes.
  Status tell(const Report& report, const std::vector<std::string>& notes);

 private:
  Status add_summary(const Report& report, const std::vector<std::string>& notes) const;

  CiHost host_;
  std::string stop_word_;
};

}  // namespace rekey
