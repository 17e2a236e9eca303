// OriginFilter: what rules and allowlists say about paths and commits, which a text alone does not
// tell.
//
// Expressions are searched in the path's bytes. Immutable; any thread.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/set.h"

namespace rekey {

// One match as an allowlist with condition AND looks at it.
struct FilteredMatch {
  uint32_t rule = 0;
  std::string_view secret, match, line;
};

class OriginFilter {
 public:
  static Result<std::unique_ptr<OriginFilter>> create(const RuleSet& rules);
  ~OriginFilter();

  // Whether a match at `path` in `commit` (hex; "" where there is no history) is to be reported.
  // The parts that its rule requires count there too; what an allowlist with condition AND says of
  // a part's text is not asked.
  [[nodiscard]] bool reports(const FilteredMatch& match, std::string_view path,
                             std::string_view commit) const;

  // Whether `match.match` and `match.line` decide anything for the rule.
  [[nodiscard]] bool asks_text(uint32_t rule) const;
  // Whether what the rule finds counts there, whatever the text.
  [[nodiscard]] bool counts_at(uint32_t rule, std::string_view path, std::string_view commit) const;
  // Whether the rule is for files of that path.
  [[nodiscard]] bool is_for_path(uint32_t rule, std::string_view path) const;
  // The rules that report files by their path alone.
  [[nodiscard]] const std::vector<uint32_t>& path_rules() const;

 private:
  struct Impl;
  explicit OriginFilter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rekey
