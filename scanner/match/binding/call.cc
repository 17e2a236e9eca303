// Calls that have the name as one argument and the value as the next, or the name as their own:
// `define('NAME', 'V')`, `env("NAME", "V")`, `setPassword("V")`; tuples and SQL's rows, too.
#include "scanner/match/binding/form.h"
#include "scanner/match/binding/scan.h"

namespace rekey {
namespace {

// Behind "default=" and the like of an argument that has a name.
size_t skip_argument_name(std::string_view text, size_t at) {
  const size_t word =
      any_at(text, at, {"default_value", "defaultvalue", "default", "value", "fallback"});
  if (word == 0) return at;
  const size_t next = skip_blanks(text, at + word);
  if (!is_at(text, next, "=") && !is_at(text, next, ":")) return at;
  return skip_blanks(text, next + 1);
}

bool is_symbol(std::string_view text, const BoundName& name) {
  return name.span.begin > 0 && text[name.span.begin - 1] == ':';
}

// "setAuthToken", "withPassword", "user.password", but not "keys" and "NewToken".
bool is_setter(std::string_view name) {
  const size_t dot = name.rfind('.');
  if (dot != std::string_view::npos) name.remove_prefix(dot + 1);
  for (const std::string_view begin : {"set", "with", "add", "put"}) {
    if (starts_with_ignoring_case(name, begin)) return true;
  }
  for (const std::string_view word : {"password", "passwd", "passphrase", "apikey", "secretkey"}) {
    if (starts_with_ignoring_case(name, word)) return name.size() <= word.size() + 4;
  }
  return false;
}

// A quoted text that is no plain word: lists of names have these side by side. Of a password it may
// be one.
bool opens_string(std::string_view text, size_t at, const BoundName& name) {
  constexpr size_t kMost = 60;
  const size_t prefix =
      skip_while(text, at, 2, [](char c) { return is_letter(c) || c == '@' || c == '$'; });
  const size_t quote = quote_at(text, prefix);
  if (quote == 0) return false;
  const std::string_view bytes = name.span.of(text);
  if (contains_ignoring_case(bytes, "pass") || contains_ignoring_case(bytes, "secret")) return true;
  const auto is_plain = [](char c) { return is_lower(c) || c == ' ' || c == '_' || c == '-'; };
  const size_t end = skip_while(text, prefix + quote, kMost, is_plain);
  return quote_at(text, end) == 0;
}

}  // namespace

std::optional<Opening> find_call(std::string_view text, const BoundName& name) {
  size_t at = skip_blanks(text, name.after);
  if (is_at(text, name.span.end, "`")) return std::nullopt;  // a list of names in Markdown
  if (is_at(text, at, ",") && (name.is_quoted || is_symbol(text, name))) {
    at = skip_argument_name(text, skip_blanks(text, at + 1));
    return opens_string(text, at, name) ? std::optional(Opening{at, ValueStyle::kLiteral})
                                        : std::nullopt;
  }
  if (name.is_quoted || name.after != name.span.end || !is_at(text, name.span.end, "(")) {
    return std::nullopt;
  }
  if (!is_setter(name.span.of(text))) return std::nullopt;
  // The last argument before the first that is no literal.
  constexpr size_t kMostArgument = 40;
  at = skip_blanks(text, name.span.end + 1);
  if (opens_string(text, at, name)) return Opening{at, ValueStyle::kLiteral};
  const size_t end = skip_while(text, at, kMostArgument, [](char c) {
    return c != '"' && c != '\'' && c != '`' && c != '(' && c != ')' && c != '\n';
  });
  const bool is_next = end > at && (text[end - 1] == ',' || (end > at + 1 && text[end - 2] == ','));
  if (!is_next || !opens_string(text, end, name)) return std::nullopt;
  return Opening{end, ValueStyle::kLiteral};
}

}  // namespace rekey
