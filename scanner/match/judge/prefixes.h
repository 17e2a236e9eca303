// Prefixes: what the tokens of one provider alone begin with: "ghp_", "xoxb-", "sk_live_".
//
// A value under such a prefix that no rule of the provider's took is no token of its: cut, made up,
// written in the other case, of the wrong sum. Generic rules, which know names alone, leave it be.
// Immutable once made; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
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
  struct Named {
    std::string prefix, provider;  // in lower case; the first word of the rule's id
  };
  // Numbers of texts by their first three bytes.
  using ByStart = std::unordered_map<uint32_t, std::vector<uint32_t>>;

  void add_named(const Rule& rule);

  std::vector<std::string> prefixes_, lowered_, infixes_;
  ByStart by_prefix_, by_lowered_;
  std::vector<Named> named_;
  ByStart by_named_;
};

}  // namespace rekey
