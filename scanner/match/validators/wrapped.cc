#include "scanner/match/validators/wrapped.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/ascii.h"
#include "scanner/base/base64.h"
#include "scanner/match/model/placeholder.h"
#include "scanner/match/validators/structure.h"

namespace rekey {
namespace {

using nlohmann::json;

// Of base64 whose end may be cut: what its whole groups of four hold.
std::optional<std::string> decoded_start(std::string_view text) {
  return base64_decode(text.substr(0, text.size() / 4 * 4));
}

enum class Inside { kUnreadable, kOther, kExpected };

// Whether `encoded` is a JSON object with one of `members`.
Inside object_with(std::string_view encoded, const std::vector<const char*>& members) {
  const std::optional<std::string> bytes = base64_decode(encoded);
  if (!bytes) return Inside::kUnreadable;
  const json value = json::parse(*bytes, nullptr, false);
  if (!value.is_object()) return Inside::kUnreadable;
  const bool has_any = std::any_of(members.begin(), members.end(),
                                   [&](const char* name) { return value.contains(name); });
  return has_any ? Inside::kExpected : Inside::kOther;
}

Verdict certain_or(Inside inside, Verdict otherwise) {
  return inside == Inside::kExpected ? Verdict::kCertain : otherwise;
}

// The dot-separated part of that number; empty when there is none.
std::string_view part_of(std::string_view text, int number) {
  for (; number > 0; --number) {
    const size_t dot = text.find('.');
    if (dot == std::string_view::npos) return {};
    text.remove_prefix(dot + 1);
  }
  return text.substr(0, text.find('.'));
}

}  // namespace

Verdict check_jwt_base64(std::string_view secret) {
  const std::optional<std::string> token = decoded_start(secret);
  if (!token || object_with(part_of(*token, 0), {"alg"}) != Inside::kExpected) {
    return Verdict::kWeak;
  }
  const Verdict verdict = check_jwt(*token);
  return verdict == Verdict::kPlausible ? Verdict::kCertain : verdict;
}

Verdict check_pem_base64(std::string_view secret) {
  const std::optional<std::string> text = decoded_start(secret);
  if (!text || !text->starts_with("-----BEGIN ")) return Verdict::kWeak;
  const std::string_view head = std::string_view(*text).substr(11, 40);
  const size_t dashes = head.find("-----");
  if (dashes == std::string_view::npos) return Verdict::kWeak;
  const std::string_view type = head.substr(0, dashes);
  if (!contains(type, "PRIVATE KEY") || contains(type, "ENCRYPTED")) return Verdict::kReject;
  // A line ends here, be it as an escape; else these are the words of a program that looks for
  // keys.
  const std::string_view rest = head.substr(dashes + 5);
  const bool goes_on = !rest.empty() && contains("\r\n\\ \t", rest.substr(0, 1));
  return goes_on ? Verdict::kCertain : Verdict::kReject;
}

// NTLMSSP, the number 3 in four bytes, and fields up to byte 64.
Verdict check_ntlm_type3(std::string_view secret) {
  constexpr std::string_view kHead("NTLMSSP\0\3\0\0\0", 12);
  constexpr size_t kFields = 64;
  const std::optional<std::string> bytes = decoded_start(secret);
  return bytes && bytes->starts_with(kHead) && bytes->size() >= kFields ? Verdict::kCertain
                                                                        : Verdict::kWeak;
}

Verdict check_uuid_base64(std::string_view secret) {
  const std::optional<std::string> text = base64_decode(secret.substr(secret.rfind('-') + 1));
  return text && check_not_uuid(*text) == Verdict::kReject ? Verdict::kCertain
                                                           : Verdict::kPlausible;
}

Verdict check_onepassword_json(std::string_view secret) {
  const std::string_view body = secret.substr(secret.find('_') + 1);
  return certain_or(object_with(body, {"signInAddress", "userAuth", "secretKey"}),
                    Verdict::kPlausible);
}

Verdict check_grafana_json(std::string_view secret) {
  if (secret.starts_with("glc_")) secret.remove_prefix(4);
  return certain_or(object_with(secret, {"k"}), Verdict::kPlausible);
}

Verdict check_mapbox_payload(std::string_view secret) {
  return certain_or(object_with(part_of(secret, 1), {"u"}), Verdict::kPlausible);
}

Verdict check_snyk_json(std::string_view secret) {
  return certain_or(object_with(part_of(secret, 2), {"e", "h", "j"}), Verdict::kPlausible);
}

}  // namespace rekey
