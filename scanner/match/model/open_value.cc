#include "scanner/match/model/open_value.h"

#include <algorithm>
#include <array>
#include <string>

#include "scanner/base/ascii.h"
#include "scanner/base/base64.h"

namespace rekey {
namespace {

template <typename List>
bool begins_with_any(std::string_view value, const List& list) {
  return std::any_of(list.begin(), list.end(),
                     [&](std::string_view one) { return starts_with_ignoring_case(value, one); });
}

bool all_base64(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '/' || c == '=' || c == '-' || c == '_';
  });
}

// Bitnami's kubeseal: two bytes of length (256 or 512) before the key's RSA ciphertext.
bool is_sealed(std::string_view value) {
  constexpr size_t kShortest = 340;
  if (value.size() < kShortest || !all_base64(value)) return false;
  return value.starts_with("AgA") || value.starts_with("AgB") || value.starts_with("AQA") ||
         value.starts_with("AQB");
}

// RFC 7516: five parts, of which the first says how the rest is encrypted.
bool is_jwe(std::string_view value) {
  if (!value.starts_with("eyJ") || std::count(value.begin(), value.end(), '.') != 4) return false;
  const std::string_view head = value.substr(0, value.find('.'));
  const auto text = base64_decode(head);
  return text && text->find("\"enc\"") != std::string::npos;
}

}  // namespace

bool is_encrypted(std::string_view value) {
  constexpr std::array<std::string_view, 16> kMarks = {
      "ENC(",     "ENC[",       "{cipher}", "{enc}",          "{aes}",       "{aesgcm}",
      "![",       "encrypted:", "vault:v",  "$ANSIBLE_VAULT", "{encrypted}", "{3des}",
      "{bcrypt}", "{ssha}",     "{sha}",    "sealed:"};
  return begins_with_any(value, kMarks) || is_sealed(value) || is_jwe(value);
}

bool is_public_key(std::string_view value) {
  // SEQUENCE { SEQUENCE { OID of RSA, EC or Ed25519 ...: as base64 and as hexadecimal digits.
  constexpr std::array<std::string_view, 11> kBase64 = {
      "MFkwEwYHKoZIzj0C", "MHYwEAYHKoZIzj0C", "MIGbMBAGByqGSM49", "MCowBQYDK2Vw",
      "MCowBQYDK2Vu",     "MFwwDQYJKoZIhvcN", "MIGfMA0GCSqGSIb3", "MIIBIjANBgkqhkiG",
      "MIIBojANBgkqhkiG", "MIICIjANBgkqhkiG", "MFYwEAYHKoZIzj0C"};
  constexpr std::array<std::string_view, 5> kHex = {
      "3059301306072a8648ce3d0201", "3076301006072a8648ce3d0201", "302a300506032b6570",
      "302a300506032b656e", "30819f300d06092a864886f70d0101"};
  return begins_with_any(value, kHex) ||
         std::any_of(kBase64.begin(), kBase64.end(),
                     [&](std::string_view one) { return value.starts_with(one); });
}

bool is_published_key(std::string_view value) {
  constexpr std::array<std::string_view, 7> kKeys = {
      "2b7e151628aed2a6abf7158809cf4f3c", "8e73b0f7da0e6452c810f32b809079e5",
      "603deb1015ca71be2b73aef0857d7781", "000102030405060708090a0b0c0d0e0f",
      "feffe9928665731c6d6a8f9467308308", "808182838485868788898a8b8c8d8e8f",
      "0f1571c947d9e8590cb7add6af7f6798"};
  if (value.starts_with("0x")) value.remove_prefix(2);
  return begins_with_any(value, kKeys);
}

bool is_expression_or_data(std::string_view value) {
  if (starts_with_ignoring_case(value, "data:") && contains(value, ";base64,")) return true;
  constexpr std::array<std::string_view, 8> kMarks = {"[A-Z", "[a-z", "[0-9", "\\d{",
                                                      "\\w+", "(?:",  "(?=",  "[^"};
  return std::any_of(kMarks.begin(), kMarks.end(),
                     [&](std::string_view mark) { return contains(value, mark); });
}

}  // namespace rekey
