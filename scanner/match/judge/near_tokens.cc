#include "scanner/match/judge/near_tokens.h"

#include <algorithm>

#include "scanner/base/ascii.h"

namespace rekey {
namespace {

// A name of three letters is part of too many words; it must stand by itself.
bool names(std::string_view line, std::string_view provider) {
  constexpr size_t kShort = 3;
  if (provider.size() < kShort) return false;
  for (size_t at = line.find(provider); at != std::string_view::npos;
       at = line.find(provider, at + 1)) {
    const size_t end = at + provider.size();
    const bool alone =
        (at == 0 || !is_letter(line[at - 1])) && (end == line.size() || !is_letter(line[end]));
    if (alone || provider.size() > kShort) return true;
  }
  return false;
}

}  // namespace

NearTokens::NearTokens(const std::vector<Rule>& rules) {
  for (const Rule& rule : rules) {
    if (rule.imported) continue;
    const std::string_view id = rule.id;
    for (const Rule::Near& near : rule.near) {
      shapes_.emplace_back(near, id.substr(0, id.find('-')));
    }
  }
}

bool NearTokens::near(std::string_view value, std::string_view before) const {
  const std::string lower = lowered(value), line = lowered(before);
  return std::any_of(shapes_.begin(), shapes_.end(), [&](const Shape& shape) {
    if (lower.find(shape.near.mark) == std::string::npos) return false;
    return (shape.near.telling || names(line, shape.provider)) && shape.regex.matches(value);
  });
}

}  // namespace rekey
