#include "scanner/findings/stretch.h"

#include <cstdlib>
#include <new>
#include <string>

#include "scanner/base/ascii.h"
#include "scanner/base/digest.h"
#include "scanner/base/slow_hash.h"

namespace rekey {
namespace {

constexpr std::string_view kSalt = "rekey secret 2";
constexpr int kHalfBitsAsked = 110;

enum class Kind : uint8_t { kSmall, kCapital, kDigit, kOther };

Kind kind_of(char c) {
  if (is_lower(c)) return Kind::kSmall;
  if (is_upper(c)) return Kind::kCapital;
  return is_digit(c) ? Kind::kDigit : Kind::kOther;
}

// "11", "12", "21": the second tells next to nothing.
bool follows(char before, char c) {
  return kind_of(before) == kind_of(c) && std::abs(before - c) <= 1;
}

// Twice the bits that the character at `at` is credited with.
int half_bits(std::string_view secret, size_t at) {
  const char c = secret[at];
  if (at >= 1 && follows(secret[at - 1], c)) return 0;
  if (at >= 2 && follows(secret[at - 2], c)) return 0;
  const Kind kind = kind_of(c);
  const Kind before = at == 0 ? Kind::kOther : kind_of(secret[at - 1]);
  if (kind == Kind::kOther || before == Kind::kOther) return 2;
  if (kind == before) return kind == Kind::kDigit ? 3 : 2;
  return kind == Kind::kDigit || before == Kind::kDigit ? 6 : 4;
}

}  // namespace

bool is_unguessable(std::string_view secret) {
  int credit = 0;
  for (size_t at = 0; at < secret.size() && credit < kHalfBitsAsked; ++at) {
    credit += half_bits(secret, at);
  }
  return credit >= kHalfBitsAsked;
}

Stretch stretch_of(std::string_view secret) {
  if (is_unguessable(secret)) {
    std::string text(kSalt);
    text += '\0';
    text += secret;
    return sha256(text);
  }
  const auto slow = slow_hash(secret, kSalt);
  if (!slow) throw std::bad_alloc();
  return *slow;
}

}  // namespace rekey
