#include "scanner/match/validators/basic_auth.h"

#include <optional>
#include <string>

#include "scanner/base/base64.h"
#include "scanner/base/utf8.h"
#include "scanner/match/model/placeholder.h"
#include "scanner/match/validators/structure.h"

namespace rekey {
namespace {

// "scheme://user:password@host" or "user:password": the password; nothing when there is none.
std::optional<std::string_view> password_of(std::string_view text) {
  const size_t scheme = text.find("://");
  if (scheme != std::string_view::npos) {
    text.remove_prefix(scheme + 3);
    const size_t at = text.rfind('@');
    if (at == std::string_view::npos) return std::nullopt;
    text = text.substr(0, at);
  }
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return text;
  return text.substr(colon + 1);
}

// UTF-8 without control characters.
bool is_text(std::string_view bytes) {
  while (!bytes.empty()) {
    const CodePoint point = next_code_point(bytes);
    if (!point.valid || point.value < 0x20 || point.value == 0x7F) return false;
    bytes.remove_prefix(point.size);
  }
  return true;
}

// What base64 hides where it is "user:password". One of thirty random values of 64 hex digits
// decodes to bytes with a colon and no control character, but not to UTF-8; and JSON has colons.
std::optional<std::string> user_and_password(std::string_view secret) {
  std::optional<std::string> decoded = base64_decode(secret);
  if (!decoded || decoded->starts_with('{') || !is_text(*decoded)) return std::nullopt;
  if (decoded->find(':') == std::string::npos) return std::nullopt;
  return decoded;
}

}  // namespace

Verdict check_url_credentials(std::string_view secret) {
  const std::optional<std::string_view> password = password_of(secret);
  if (!password || password->size() < 3) return Verdict::kReject;
  if (is_code(*password)) return Verdict::kReject;
  const Verdict verdict = check_not_placeholder(*password);
  if (verdict == Verdict::kReject) return verdict;
  return is_joined_words(*password) ? Verdict::kWeak : Verdict::kPlausible;
}

Verdict check_basic_auth_b64(std::string_view secret) {
  const std::optional<std::string> decoded = user_and_password(secret);
  if (!decoded) return Verdict::kReject;
  const std::string password = decoded->substr(decoded->find(':') + 1);
  if (password.empty()) return Verdict::kWeak;  // a token as the user name
  return check_url_credentials(*decoded);
}

Verdict check_not_basic_auth(std::string_view secret) {
  return user_and_password(secret) ? Verdict::kReject : Verdict::kPlausible;
}

Verdict check_basic_auth_impact(std::string_view secret) {
  const std::optional<std::string> decoded = user_and_password(secret);
  if (!decoded || decoded->size() < 36 || (*decoded)[34] != ':') return Verdict::kReject;
  return decoded->starts_with("IR") &&
                 check_impact_sid(std::string_view(*decoded).substr(0, 34)) != Verdict::kReject
             ? Verdict::kCertain
             : Verdict::kReject;
}

Verdict check_docker_auth(std::string_view secret) {
  const std::optional<std::string> decoded = user_and_password(secret);
  return decoded ? check_url_credentials(*decoded) : Verdict::kReject;
}

}  // namespace rekey
