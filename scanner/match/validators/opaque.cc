#include "scanner/match/validators/opaque.h"

#include <algorithm>

#include "scanner/match/model/wordlike.h"

namespace rekey {

Verdict check_opaque(std::string_view secret) {
  const auto any = [&](char first, char last) {
    return std::any_of(secret.begin(), secret.end(),
                       [&](char c) { return c >= first && c <= last; });
  };
  if (any('0', '9')) return Verdict::kPlausible;
  const bool both_cases = any('a', 'z') && any('A', 'Z');
  return both_cases && !is_wordlike(secret) ? Verdict::kPlausible : Verdict::kReject;
}

}  // namespace rekey
