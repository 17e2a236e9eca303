// NearTokens: values that have the first half of a provider's token and are none: cut, longer,
// glued to a name, with a byte that the format has not.
//
// Generic rules, which know names alone, leave them be, as they do what only begins like a token
// (prefixes.h). Expressions are compiled when a value with their literal is first asked for. Any
// thread.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/match/regex/lazy_regex.h"
#include "scanner/rules/rule.h"

namespace rekey {

class NearTokens {
 public:
  // Of the project's own rules; `rules` must outlive it.
  explicit NearTokens(const std::vector<Rule>& rules);

  // `before` is what stands on the line before the value: shapes that tell little count beside
  // their provider's name alone.
  [[nodiscard]] bool near(std::string_view value, std::string_view before) const;

 private:
  struct Shape {
    Shape(const Rule::Near& of, std::string_view by) : near(of), provider(by), regex(of.regex) {}
    const Rule::Near& near;
    std::string_view provider;  // the first word of the rule's id
    LazyRegex regex;
  };

  std::deque<Shape> shapes_;
};

}  // namespace rekey
