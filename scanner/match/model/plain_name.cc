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

}  // namespace

bool is_plainly_named(const LineContext& line_context) {
  const std::string name = joined(line_context.name);
  if (name.empty()) return false;
  return is_seen(name) || is_ordinary(lowered(line_context.name)) ||
         is_chain_address(line_context.secret) || names_itself(name, line_context.secret);
}

}  // namespace rekey
