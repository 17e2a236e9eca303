#include "scanner/rules/assignments.h"

#include <algorithm>
#include <array>

#include "scanner/base/ascii.h"

namespace rekey {
namespace {

constexpr size_t kNowhere = std::string_view::npos;
constexpr size_t kRestOfName = 40, kMostClosing = 4, kMostBlanks = 20, kValue = 3;
constexpr size_t kMostDigits = 4, kMostAccessors = 24;

constexpr bool is_name(char c) {
  return is_word(c) || c == '.' || c == '-';
}
constexpr bool closes_name(char c) {
  return c == '"' || c == '\'' || c == '`' || c == ')' || c == ']' || c == '\\';
}
constexpr bool is_accessor(char c) {
  return is_word(c) || c == ';' || c == ' ';
}

// What the way to an operator or a type is made of, in this order, and what these begin with.
enum Kind : uint8_t { kOther, kName, kClosing, kBlank, kTurn };

constexpr std::array<Kind, 256> kinds() {
  std::array<Kind, 256> out{};
  for (size_t i = 0; i < out.size(); ++i) {
    const auto c = static_cast<char>(i);
    if (is_name(c)) out[i] = kName;
    if (closes_name(c)) out[i] = kClosing;
    if (is_blank(c)) out[i] = kBlank;
    if (std::string_view("=:!?|[{").find(c) != std::string_view::npos) out[i] = kTurn;
  }
  return out;
}

constexpr std::array<Kind, 256> kKinds = kinds();

// False for nearly all words, in one loop.
bool may_go_on(std::string_view text, size_t at) {
  constexpr size_t kMost = kRestOfName + kMostClosing + kMostBlanks;
  const size_t end = at + std::min(kMost, text.size() - at);
  Kind latest = kName;
  for (; at < end; ++at) {
    const Kind kind = kKinds[static_cast<unsigned char>(text[at])];
    if (kind < latest || kind == kTurn) break;
    latest = kind;
  }
  if (at == text.size()) return false;
  if (latest == kBlank && (lowered(text[at]) == 's' || lowered(text[at]) == 'a')) return true;
  return kKinds[static_cast<unsigned char>(text[at])] == kTurn;
}

// Behind up to `most` such bytes from `at` on.
template <typename Is>
size_t skip(std::string_view text, size_t at, size_t most, const Is& is) {
  const size_t end = at + std::min(most, text.size() - at);
  while (at < end && is(text[at])) ++at;
  return at;
}

bool is_at(std::string_view text, size_t at, std::string_view part) {
  return starts_with_ignoring_case(text.substr(at), part);
}

// Behind what assigns, of which the first byte or two are enough.
size_t operator_end(std::string_view text, size_t at) {
  at = skip(text, at, kMostBlanks, is_blank);
  if (at == text.size()) return kNowhere;
  if (text[at] == '=' || text[at] == ':') return at + 1;
  for (const std::string_view two : {"!=", "??", "||", "?:", "!:"}) {
    if (is_at(text, at, two)) return at + two.size();
  }
  return kNowhere;
}

// Behind a type that no colon stands before: of a C array, of Basic and Go, C#'s accessors.
size_t type_end(std::string_view text, size_t at) {
  if (is_at(text, at, "[")) {
    at = skip(text, at + 1, kMostDigits, is_digit);
    return is_at(text, at, "]") ? at + 1 : kNowhere;
  }
  const size_t name = at;
  at = skip(text, at, 2, is_blank);
  if (at == name) return kNowhere;
  if (is_at(text, at, "{")) {
    at = skip(text, at + 1, kMostAccessors, is_accessor);
    return is_at(text, at, "}") ? at + 1 : kNowhere;
  }
  for (const std::string_view type : {"string", "as string", "as\tstring"}) {
    if (is_at(text, at, type)) return at + type.size();
  }
  return kNowhere;
}

}  // namespace

std::string declared_type() {
  return R"((?i:[?!]?:[\t ]?[a-z_&'][\w.<>\[\]&'?]{0,24}(?:[\t ]str)?|[\t ]{1,2}(?:as[\t ])?string|)"
         R"(\[\d{0,4}\]|[\t ]\{[\w; ]{3,24}\})?)";
}

const std::vector<std::string>& assignment_words() {
  static const std::vector<std::string> kWords = {"pass",
                                                  "pwd",
                                                  "_pw",
                                                  "secret",
                                                  "token",
                                                  "key",
                                                  "credential",
                                                  "oauth",
                                                  "dsn",
                                                  "databaseurl",
                                                  "database_url",
                                                  "database-url",
                                                  "connectionstring",
                                                  "connection_string",
                                                  "connection-string"};
  return kWords;
}

size_t assignment_end(std::string_view text, size_t at) {
  if (!may_go_on(text, at)) return kNowhere;
  at = skip(text, at, kRestOfName, is_name);
  at = skip(text, at, kMostClosing, closes_name);
  size_t end = operator_end(text, at);
  if (end == kNowhere) {
    const size_t type = type_end(text, at);
    if (type != kNowhere) end = operator_end(text, type);
  }
  if (end == kNowhere || text.size() - end < kValue) return kNowhere;
  const bool goes_on = text.substr(end, kValue).find('\n') != std::string_view::npos;
  return goes_on ? kNowhere : end + kValue;
}

}  // namespace rekey
