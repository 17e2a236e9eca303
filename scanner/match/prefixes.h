// Prefixes: what the tokens of one provider alone begin with: "ghp_", "xoxb-", "sk_live_".
//
// A value under such a prefix that no rule of the provider's took is no token of its: cut, made up,
// written in the other case, of the wrong sum. Generic rules, which know names alone, leave it be.
// Immutable once made; any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/rules/rule.h"

namespace rekey {

class Prefixes {
 public:
  Prefixes() = default;
  // Those of the project's own rules; without the ones that are words of any program: "api-",
  // "secret_", "private_".
  explicit Prefixes(const std::vector<Rule>& rules);

  // Whether the value begins with one; one that is more than letters and longer than three also in
  // another case or a few bytes on. Or holds what a format without a prefix has inside:
  // ".atlasv1.".
  [[nodiscard]] bool mark(std::string_view value) const;

  // Whether `before`, what stands on the line before the value, names a provider of which the value
  // begins with some prefix, in whatever case, four bytes on at most.
  [[nodiscard]] bool mark_named(std::string_view value, std::string_view before) const;

 private:
  void add_named(const Rule& rule);

  std::vector<std::string> prefixes_, lowered_, infixes_;
  // By the first word of the rules' ids, in lower case.
  std::map<std::string, std::vector<std::string>, std::less<>> named_;
};

}  // namespace rekey
