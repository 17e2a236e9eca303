#include "scanner/findings/fingerprint.h"

#include "scanner/base/ascii.h"
#include "scanner/base/digest.h"

namespace rekey {

std::string fingerprint(std::string_view family, const Secret& secret) {
  std::string text = "rekey leak 1";
  text += '\0';
  text += family;
  text += '\0';
  text += secret.reveal();
  return sha256_hex(text);
}

bool is_fingerprint(std::string_view text) {
  constexpr size_t kDigits = 64;
  return text.size() == kDigits && is_lower_hex(text);
}

}  // namespace rekey
