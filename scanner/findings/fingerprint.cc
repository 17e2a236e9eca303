#include "scanner/findings/fingerprint.h"

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

}  // namespace rekey
