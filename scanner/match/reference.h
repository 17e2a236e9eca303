// Reference: the slow way to the matcher's result: each rule's RE2 over the whole text, no
// prefilter.
//
// For tests and `compile_rules` alone: what matcher.h finds must equal this, byte for byte.
// Immutable; any thread.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/match/match.h"
#include "scanner/rules/set.h"

namespace rekey {

class Reference {
 public:
  static Result<std::unique_ptr<Reference>> create(const RuleSet& rules);
  ~Reference();

  // As Matcher::explain.
  [[nodiscard]] std::vector<Candidate> explain(std::string_view text) const;

 private:
  struct Impl;
  explicit Reference(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rekey
