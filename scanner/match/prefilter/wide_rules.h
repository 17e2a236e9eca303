// WideRules: rules that are not bound to lines (keys in PEM form), and the literals without which
// none of them matches: RE2 says which (re2/filtered_re2.h). The prefilter looks for the literals
// on its way, and delta_search.h asks what they mean. Immutable; any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "scanner/rules/rule.h"

namespace re2 {
class FilteredRE2;
}

namespace rekey {

class WideRules {
 public:
  // Literals are the bits of a number.
  static constexpr size_t kMostLiterals = 64;

  explicit WideRules(const std::vector<Rule>& rules);
  ~WideRules();

  // Of all rules together, in lower case; none when there are more than kMostLiterals.
  [[nodiscard]] const std::vector<std::string>& literals() const { return literals_; }
  // Whether they tell of the rule; false for those that are bound to lines, too.
  [[nodiscard]] bool tell_of(uint32_t rule) const;

  // The rules that may match in a text with these literals.
  [[nodiscard]] std::vector<uint32_t> possible(uint64_t literals) const;

 private:
  struct Wide {
    uint32_t rule = 0;
    std::unique_ptr<re2::FilteredRE2> filter;
    std::vector<size_t> literals;  // by the filter's numbers: which of literals_
  };

  std::vector<Wide> wide_;
  std::vector<std::string> literals_;
};

}  // namespace rekey
