#include "scanner/match/model/plain_name.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "scanner/base/ascii.h"

namespace rekey {
namespace {

using Words = std::string_view;

// What a credential's name has, longer words first.
constexpr std::array<Words, 12> kTelling = {"secret",  "token",  "credential", "oauth",
                                            "private", "auth",   "pass",       "pwd",
                                            "key",     "bearer", "dsn",        "_pw"};

// In these words what looks telling is not.
constexpr std::array<Words, 28> kOrdinary = {
    "monkey",   "turkey",  "hockey",   "jockey",   "donkey",   "whiskey",   "hotkey",
    "keyboard", "keyword", "keynote",  "keyframe", "keypad",   "keypress",  "keystroke",
    "keydown",  "keyup",   "keycode",  "compass",  "passport", "passage",   "passeng",
    "passive",  "bypass",  "overpass", "trespass", "surpass",  "encompass", "tokeniz"};

// How names end, without what joins their words, of keys and tokens that anybody may see.
constexpr std::array<Words, 20> kSeen = {
    "publickey",    "pubkey",        "peerkey",           "gpgkey",          "gpgkeyid",
    "cachekey",     "foreignkey",    "partitionkey",      "sortkey",         "idempotencykey",
    "nexttoken",    "pagetoken",     "continuationtoken", "synctoken",       "devicetoken",
    "tokenaddress", "tokencontract", "publickeyhex",      "publickeybase64", "hostkeyfingerprint"};

std::string joined(std::string_view name) {
  std::string out = lowered(name);
  std::erase_if(out, [](char c) { return c == '_' || c == '-' || c == '.'; });
  return out;
}

bool is_seen(std::string_view name) {
  if (contains(name, "secret") || contains(name, "private")) return false;
  return std::any_of(kSeen.begin(), kSeen.end(), [&](Words end) { return name.ends_with(end); });
}

bool is_ordinary(std::string name) {
  bool changed = false;
  for (const Words word : kOrdinary) {
    for (size_t at = 0; (at = name.find(word, at)) != std::string::npos; changed = true) {
      name.replace(at, word.size(), 1, ' ');
    }
  }
  return changed && std::none_of(kTelling.begin(), kTelling.end(),
                                 [&](Words word) { return contains(name, word); });
}

// "0x" and forty hexadecimal digits: an Ethereum address.
bool is_chain_address(std::string_view value) {
  constexpr size_t kSize = 42;
  return value.size() == kSize && value.starts_with("0x") &&
         std::all_of(value.begin() + 2, value.end(), is_hex);
}

// workingdirToken = "workingdir"
bool names_itself(std::string_view name, std::string_view value) {
  return std::none_of(value.begin(), value.end(), is_digit) && contains(name, joined(value));
}

// "publicToken", "SUPublicEDKey", "passwordVariable", "GPG_KEYS", and of a list of countries
// "en_PW" (ISO 3166: Palau).
bool is_named_open(std::string_view name, std::string_view joined_name) {
  constexpr std::array<Words, 6> kOpen = {"public", "pubkey",  "publishable",
                                          "gpgkey", "sitekey", "recvkey"};
  constexpr std::array<Words, 5> kEnds = {"variable", "variables", "regex", "pattern",
                                          "placeholder"};
  constexpr std::array<Words, 4> kSecret = {"secret", "private", "password", "passphrase"};
  const auto has_secret = [&](Words word) { return contains(joined_name, word); };
  if (std::any_of(kSecret.begin(), kSecret.end(), has_secret)) {
    return joined_name.ends_with("variable");
  }
  const auto has = [&](Words word) { return contains(joined_name, word); };
  const auto ends = [&](Words word) { return joined_name.ends_with(word); };
  constexpr size_t kLocale = 5;
  const bool is_locale = name.size() == kLocale && is_lower(name[0]) && is_lower(name[1]) &&
                         (name[2] == '_' || name[2] == '-') && name.substr(3) == "PW";
  return is_locale || std::any_of(kOpen.begin(), kOpen.end(), has) ||
         std::any_of(kEnds.begin(), kEnds.end(), ends);
}

// A few digits: a number in a vocabulary, a length, a port.
bool is_small_number(std::string_view value) {
  constexpr size_t kMost = 4;
  return value.size() <= kMost && std::all_of(value.begin(), value.end(), is_digit);
}

}  // namespace

bool is_plainly_named(const LineContext& line_context) {
  const std::string name = joined(line_context.name);
  if (name.empty()) return false;
  if (is_named_open(line_context.name, name) || is_small_number(line_context.secret)) return true;
  return is_seen(name) || is_ordinary(lowered(line_context.name)) ||
         is_chain_address(line_context.secret) || names_itself(name, line_context.secret);
}

}  // namespace rekey
