// No sign between name and value: `#define NAME "V"`, `ENV NAME V`, `--password V`,
// `requirepass V`, `password is V`.
#include "scanner/base/line.h"
#include "scanner/match/binding/form.h"
#include "scanner/match/binding/scan.h"

namespace rekey {
namespace {

constexpr size_t kMostBefore = 120;

// What stands before the name on its line, without blanks at its ends.
std::string_view before_name(std::string_view text, const BoundName& name) {
  const size_t least = name.span.begin - std::min(name.span.begin, kMostBefore);
  const size_t line = skip_blanks(text, line_begin(text, name.span.begin, least));
  std::string_view out = text.substr(line, name.span.begin - std::min(line, name.span.begin));
  while (!out.empty() && is_blank(out.back())) out.remove_suffix(1);
  return out;
}

// `--password V`, `-Password V`, `/pass V`.
bool is_option(std::string_view text, const BoundName& name) {
  size_t at = name.span.begin;
  while (at > 0 && text[at - 1] == '-') --at;
  if (at == name.span.begin) return false;
  return at == 0 || is_blank(text[at - 1]) || text[at - 1] == '\n' || quote_at(text, at - 1) != 0 ||
         text[at - 1] == '[' || text[at - 1] == '(';
}

// Words behind which a name and its value stand side by side.
bool is_directive(std::string_view before) {
  constexpr std::string_view kWords[] = {
      "#define", "env",         "setenv", "export", "setx",   "set -gx", "set -x", "set -ux",
      "set $",   "snmp-server", "login",  "user",   "enable", "secret",  "static", "final"};
  std::string_view last = before;
  const auto is_last = [&](std::string_view word) {
    return last.size() >= word.size() &&
           starts_with_ignoring_case(last.substr(last.size() - word.size()), word) &&
           (last.size() == word.size() || is_blank(last[last.size() - word.size() - 1]));
  };
  if (std::any_of(std::begin(kWords), std::end(kWords), is_last)) return true;
  // "login u password V", "user admin insecure-password V"
  const size_t blank = last.find_last_of(" \t");
  if (blank == std::string_view::npos) return false;
  last = last.substr(0, blank);
  while (!last.empty() && is_blank(last.back())) last.remove_suffix(1);
  return is_last("login") || is_last("user") || is_last("machine") || is_last("account");
}

bool is_comment(std::string_view before) {
  return before == "#" || before == ";" || before == "//" || before == "*" || before == "+" ||
         before == "-" || before == "--";
}

// Whether one word alone follows on the line, a comment and what ends a statement aside.
bool is_last_word(std::string_view text, size_t at) {
  const auto is_more = [](char c) { return !is_blank(c) && c != '\n' && c != '\r'; };
  constexpr size_t kMost = 240;
  size_t end = skip_while(text, at, kMost, is_more);
  if (end == at) return false;
  end = skip_blanks(text, end);
  return end == text.size() || text[end] == '\n' || text[end] == '\r' || is_at(text, end, "#");
}

// Words of sentences stand behind names, too: what counts without a quote has a digit or a mark.
std::optional<Opening> token_at(std::string_view text, size_t at) {
  constexpr size_t kMost = 120;
  static constexpr ByteSet kOfWords("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_'/");
  static constexpr ByteSet kOfSentences(".,;:!?)");
  static constexpr ByteSet kBehindWords(" \t\r\n\"'`<*");
  size_t end = skip_while(text, at, kMost, [](char c) { return kOfWords.has(c); });
  while (end < text.size() && kOfSentences.has(text[end])) ++end;
  const bool is_word_alone = end == text.size() || kBehindWords.has(text[end]);
  return is_word_alone ? std::nullopt : std::optional(Opening{at, ValueStyle::kToken});
}

}  // namespace

std::optional<Opening> find_bare(std::string_view text, const BoundName& name) {
  if (name.after != name.span.end) return std::nullopt;
  size_t at = skip_blanks(text, name.after);
  if (at == name.after || at == text.size()) return std::nullopt;
  if (is_at_in_any_case(text, at, "is ")) {
    at = skip_blanks(text, at + 3);
    return quote_at(text, at) != 0 ? Opening{at, ValueStyle::kLiteral} : token_at(text, at);
  }
  const size_t prefix =
      skip_while(text, at, 2, [](char c) { return is_letter(c) || c == '@' || c == '$'; });
  const bool is_plain = is_plain_word(name.span.of(text)) && !is_option(text, name);
  if (is_plain && !is_directive(before_name(text, name))) return std::nullopt;
  if (const size_t quote = quote_at(text, prefix); quote != 0) {
    // "the password 'x' of": what is quoted in sentences is a word.
    static constexpr ByteSet kOfWords("_- abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ>");
    const size_t end = skip_while(text, prefix + quote, 60, [](char c) { return kOfWords.has(c); });
    const bool is_word = quote_at(text, end) != 0;
    const bool is_of_sentence = !is_identifier(name.span.of(text)) && !is_option(text, name);
    return is_word && is_of_sentence ? std::nullopt
                                     : std::optional(Opening{at, ValueStyle::kLiteral});
  }
  if (is_at(text, at, "<<<")) {  // a shell's here-string
    at = skip_blanks(text, at + 3);
    return Opening{at, ValueStyle::kScalar};
  }
  if (is_option(text, name)) {
    // openssl's -passin: a password, or where to read one.
    if (is_at(text, at, "env:") || is_at(text, at, "file:") || is_at(text, at, "fd:")) {
      return std::nullopt;
    }
    return Opening{at + any_at(text, at, {"pass:"}), ValueStyle::kToken};
  }
  if (!token_at(text, at)) return std::nullopt;  // nearly always
  const std::string_view before = before_name(text, name);
  // A kind of cipher: "password 0 V".
  if (is_digit(text[at]) && at + 1 < text.size() && is_blank(text[at + 1])) {
    at = skip_blanks(text, at + 1);
    return is_last_word(text, at) ? token_at(text, at) : std::nullopt;
  }
  if (is_directive(before)) return Opening{at, ValueStyle::kToken};
  const bool is_start = before.empty() || is_comment(before);
  if (is_start && is_last_word(text, at)) return token_at(text, at);
  // "Unseal Key 1: V"
  if (is_digit(text[at])) {
    const size_t colon = skip_while(text, at, 2, is_digit);
    if (is_at(text, colon, ":")) return token_at(text, skip_blanks(text, colon + 1));
  }
  return std::nullopt;
}

}  // namespace rekey
