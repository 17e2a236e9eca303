// A sign between name and value: `NAME = V`, `NAME: V`, `NAME := "V"`, `NAME ?? "V"`, and the value
// on the next line where a language lets it stand there.
#include "scanner/base/line.h"
#include "scanner/match/binding/form.h"
#include "scanner/match/binding/scan.h"

namespace rekey {
namespace {

constexpr bool is_type_byte(char c) {
  constexpr ByteSet kTypeBytes("_.<>[]&'?*", false);
  return kTypeBytes.has(c);
}

// Behind a type between name and sign: of Kotlin, Python, Rust, Swift and TypeScript behind a
// colon, of Go and Basic behind a blank, of a C array, and C#'s accessors. The place itself without
// one.
size_t skip_type(std::string_view text, size_t at) {
  constexpr size_t kMostType = 32, kMostDigits = 4, kMostAccessors = 24;
  if (is_at(text, at, "[")) {
    const size_t end = skip_while(text, at + 1, kMostDigits, is_digit);
    return is_at(text, end, "]") ? end + 1 : at;
  }
  size_t next = skip_blanks(text, at);
  if (is_at(text, next, "{")) {
    const auto is_accessor = [](char c) { return is_word(c) || c == ';' || c == ' '; };
    const size_t end = skip_while(text, next + 1, kMostAccessors, is_accessor);
    return is_at(text, end, "}") && end > next + 1 ? end + 1 : at;
  }
  if (next > at && any_at(text, next, {"string", "as string"}) != 0) {
    return next + any_at(text, next, {"string", "as string"});
  }
  next += any_at(text, next, {"?", "!"});
  if (!is_at(text, next, ":")) return at;
  next = skip_while(text, next + 1, 1, is_blank);
  if (next == text.size() || !(is_letter(text[next]) || text[next] == '_' || text[next] == '&')) {
    return at;
  }
  size_t end = skip_while(text, next, kMostType, is_type_byte);
  if (is_at(text, end, " str")) end += 4;
  const size_t sign = skip_blanks(text, end);
  if (!is_at(text, sign, "=")) return at;
  // "NAME: str = ..." and "NAME: str=\"...\"", but the value "a=b".
  return sign > end || quote_at(text, sign + 1) != 0 ? end : at;
}

// Behind the sign; kNotThere without one.
size_t skip_sign(std::string_view text, size_t at) {
  const size_t next = skip_blanks(text, at);
  if (next == text.size()) return kNotThere;
  static constexpr ByteSet kFirsts("=:!?+.<|%\\&oO");  // decides nearly always
  if (!kFirsts.has(text[next])) return kNotThere;
  const size_t sign = any_at(
      text, next,
      {":::=", "::=", ":=", "=>", "===", "!==", "==",      "!=",    "?=",    "+=", ".=", "<-",
       "||",   "??",  "?:", "!:", "%3d", "%3a", "\\u003d", "\\x3d", "&#61;", "=",  ":"});
  if (sign != 0) return next + sign;
  if (next > at && is_at_in_any_case(text, next, "or ")) return next + 2;
  return kNotThere;
}

// "${NAME:-V}", "${NAME-V}": behind the sign.
size_t skip_default(std::string_view text, const BoundName& name) {
  if (name.span.begin < 2 || !is_at(text, name.span.begin - 2, "${")) return kNotThere;
  const size_t sign = any_at(text, name.span.end, {":-", ":=", "-", "="});
  return sign == 0 ? kNotThere : name.span.end + sign;
}

// A table's row in Markdown: behind the bar that ends the name's cell.
size_t skip_cell(std::string_view text, const BoundName& name) {
  constexpr size_t kMostCells = 120;
  const size_t least = name.span.begin - std::min(name.span.begin, kMostCells);
  const size_t line = skip_blanks(text, line_begin(text, name.span.begin, least));
  if (!is_at(text, line, "|")) return kNotThere;
  const size_t next = skip_while(text, name.after, kMostBlanks,
                                 [](char c) { return is_blank(c) || c == '*' || c == ':'; });
  return is_at(text, next, "|") && !is_at(text, next, "||") ? next + 1 : kNotThere;
}

size_t indent_of(std::string_view text, size_t at) {
  constexpr size_t kMostIndent = 200;
  const size_t begin = line_begin(text, at, at - std::min(at, kMostIndent));
  size_t next = skip_blanks(text, begin);
  while (is_at(text, next, "- ")) next += 2;
  return next - begin;
}

// The value of a YAML key stands below it: a block, a list, or deeper than the key.
std::optional<Opening> find_below(std::string_view text, const BoundName& name, size_t at) {
  const bool is_block = is_at(text, at, "|") || is_at(text, at, ">");
  if (is_block) {
    at = skip_while(text, at + 1, 2, [](char c) { return c == '-' || c == '+' || is_digit(c); });
    at = skip_blanks(text, at);
  }
  const size_t begin = skip_newline(text, at);
  if (begin == at || begin == text.size()) return std::nullopt;
  if (quote_at(text, begin) != 0) return Opening{begin, ValueStyle::kLiteral};
  if (name.is_quoted && !is_block) return std::nullopt;
  const size_t indent = begin - line_begin(text, begin);
  const size_t own = indent_of(text, name.span.begin);
  if (is_at(text, begin, "- ")) {
    // A list under a plural: "passwords:".
    const bool is_plural = lowered(text[name.span.end - 1]) == 's';
    if (!is_plural || indent < own) return std::nullopt;
    return Opening{skip_blanks(text, begin + 1), ValueStyle::kScalar, true};
  }
  if (indent <= own) return std::nullopt;
  return Opening{begin, is_block ? ValueStyle::kLine : ValueStyle::kScalar};
}

// What may stand between a sign and any value: YAML's tags and anchors, colours of a terminal, and
// a sign that quoted-printable text (RFC 2045) has written out.
size_t skip_marks(std::string_view text, size_t at) {
  constexpr size_t kMostMark = 32;
  for (int i = 0; i < 3; ++i) {
    const size_t begin = at;
    if (is_at(text, at, "\x1b[")) {
      at = skip_while(text, at + 2, 12, [](char c) { return is_digit(c) || c == ';'; });
      at = std::min(at + 1, text.size());
    }
    if (at > 0 && text[at - 1] == '=' && is_at(text, at, "3D")) at += 2;
    if (is_at(text, at, "!!") || is_at(text, at, "&")) {
      const size_t end =
          skip_while(text, at + 1, kMostMark, [](char c) { return is_word(c) || c == '!'; });
      if (end < text.size() && is_blank(text[end])) at = skip_blanks(text, end);
    }
    if (at == begin) return at;
  }
  return at;
}

// What may stand between a sign and a quoted value: brackets, calls and casts.
size_t skip_openers(std::string_view text, size_t at) {
  constexpr size_t kMostCall = 32;
  const auto is_call = [](char c) { return is_word(c) || c == '.' || c == ':' || c == '$'; };
  for (int i = 0; i < 3; ++i) {
    const size_t begin = at;
    const size_t call = skip_while(text, at, kMostCall, is_call);
    if (call < text.size() && (text[call] == '(' || text[call] == '[' || text[call] == '{')) {
      const size_t inner = skip_blanks(text, call + 1);
      const bool goes_on = quote_at(text, inner) != 0 || skip_newline(text, inner) != inner ||
                           skip_while(text, inner, kMostCall, is_call) > inner;
      if (goes_on) at = inner;
    }
    if (at == begin) return at;
  }
  return at;
}

bool opens_literal(std::string_view text, size_t at) {
  const size_t prefix = skip_while(
      text, at, 3, [](char c) { return is_letter(c) || c == '@' || c == '$' || c == '#'; });
  if (quote_at(text, prefix) != 0) return true;
  return is_at(text, at, "q(") || is_at(text, at, "[[");
}

}  // namespace

std::optional<Opening> find_assignment(std::string_view text, const BoundName& name) {
  size_t at = skip_default(text, name);
  if (at != kNotThere) return Opening{at, ValueStyle::kScalar};
  if (name.after < text.size() && text[name.after] == '|') return std::nullopt;
  at = skip_cell(text, name);
  if (at != kNotThere) {
    at = skip_while(text, at, kMostBlanks, [](char c) { return is_blank(c) || c == '*'; });
    return Opening{at, ValueStyle::kScalar};
  }
  at = skip_sign(text, skip_type(text, name.after));
  if (at == kNotThere) at = skip_sign(text, name.after);
  if (at == kNotThere) return std::nullopt;
  at = skip_blanks(text, at);
  if (const auto below = find_below(text, name, at)) return below;
  const bool is_array = is_at(text, at, "[") || is_at(text, at, "{");
  if (opens_literal(text, at)) return Opening{at, ValueStyle::kLiteral};
  const size_t scalar = skip_marks(text, at);
  size_t begin = skip_openers(text, scalar);
  if (begin > at || is_at(text, begin, "\\")) {
    // "NAME = (" and "NAME = \" go on below.
    const size_t own = is_at(text, begin, "\\") && quote_at(text, begin) == 0 ? begin + 1 : begin;
    const size_t below = skip_newline(text, own);
    if (below != own) begin = below;
  }
  if (opens_literal(text, begin)) return Opening{begin, ValueStyle::kLiteral, is_array};
  const size_t below = skip_newline(text, begin);
  if (below != begin) {
    if (quote_at(text, below) == 0) return std::nullopt;
    return Opening{below, ValueStyle::kLiteral};
  }
  return Opening{scalar, ValueStyle::kScalar};
}

}  // namespace rekey
