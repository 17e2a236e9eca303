// NearTokens: values that have the first half of a provider's token and are none: cut, longer,
// glued to a name, with a byte that the format has not.
//
// Generic rules, which know names alone, leave them be, as they do what only begins like a token
// (prefixes.h). Expressions are compiled when a value with their literal is first asked for. Any
// thread.
#pragma once

#include <re2/re2.h>

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

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
    const Rule::Near* near = nullptr;
    std::string_view provider;  // the first word of the rule's id
    mutable std::once_flag once{};
    mutable std::unique_ptr<re2::RE2> compiled{};
  };
  static bool matches(const Shape& shape, std::string_view value);

  std::deque<Shape> shapes_;
};

}  // namespace rekey
