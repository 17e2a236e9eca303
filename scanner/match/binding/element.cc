// Elements of XML and its like: `<NAME>V</NAME>`, `<key>NAME</key><string>V</string>`,
// `<string name="NAME">V</string>`, plain or with their brackets escaped.
#include "scanner/match/binding/form.h"
#include "scanner/match/binding/scan.h"

namespace rekey {
namespace {

constexpr size_t kMostAttributes = 160;

size_t open_at(std::string_view text, size_t at) {
  return any_at(text, at, {"<", "\\u003c", "&lt;"});
}
size_t close_at(std::string_view text, size_t at) {
  return any_at(text, at, {">", "\\u003e", "&gt;"});
}

// Behind the attributes and the bracket that ends a tag; kNotThere for an empty element.
size_t skip_rest_of_tag(std::string_view text, size_t at) {
  const size_t most = at + std::min(kMostAttributes, text.size() - at);
  for (; at < most; ++at) {
    const size_t close = close_at(text, at);
    if (close != 0) {
      const char before = text[at - 1];
      if (before == '=' || before == '-') continue;  // "=>", "->"
      return before == '/' ? kNotThere : at + close;
    }
    if (open_at(text, at) != 0 || text[at] == '\n') return kNotThere;
  }
  return kNotThere;
}

// The value behind a tag: on its line or on the next, in a section of its own.
Opening content_at(std::string_view text, size_t at) {
  at = skip_newline(text, skip_blanks(text, at));
  if (is_at(text, at, "<![CDATA[")) at += 9;
  return {at, ValueStyle::kElement};
}

bool begins_tag(std::string_view text, size_t at) {
  if (at > 0 && text[at - 1] == '<') return true;
  return (at >= 6 && is_at_in_any_case(text, at - 6, "\\u003c")) ||
         (at >= 4 && is_at(text, at - 4, "&lt;"));
}

// `<NAME ...>` and `<prefix:NAME ...>`.
bool is_tag(std::string_view text, const BoundName& name) {
  if (begins_tag(text, name.span.begin)) return true;
  if (name.span.begin == 0 || text[name.span.begin - 1] != ':') return false;
  size_t at = name.span.begin - 1;
  const size_t least = at - std::min<size_t>(at, 24);
  while (at > least && is_word(text[at - 1])) --at;
  return begins_tag(text, at);
}

// Whether a tag is open there, on the line.
bool is_in_tag(std::string_view text, size_t at) {
  const size_t least = at - std::min(at, kMostAttributes);
  while (at > least) {
    --at;
    if (text[at] == '\n' || text[at] == '>') return false;
    if (text[at] == '<') return !is_at(text, at + 1, "?") && !is_at(text, at + 1, "%");
  }
  return false;
}

}  // namespace

std::optional<Opening> find_element(std::string_view text, const BoundName& name) {
  if (is_tag(text, name)) {
    const size_t at = skip_rest_of_tag(text, name.span.end);
    if (at == kNotThere || at == name.span.end) return std::nullopt;
    return content_at(text, at);
  }
  // `NAME</key><string>`
  if (is_at(text, name.after, "</")) {
    const size_t end = skip_rest_of_tag(text, name.after + 2);
    if (end == kNotThere) return std::nullopt;
    const size_t next = skip_newline(text, skip_blanks(text, end));
    if (!is_at(text, next, "<") || is_at(text, next, "</")) return std::nullopt;
    const size_t at = skip_rest_of_tag(text, next + 1);
    return at == kNotThere ? std::nullopt : std::optional(content_at(text, at));
  }
  // `name="NAME" ...>V</string>`, perhaps with `<value>` between.
  if (!name.is_quoted) return std::nullopt;
  if (!is_in_tag(text, name.span.begin)) return std::nullopt;
  const size_t end = skip_rest_of_tag(text, name.after);
  if (end == kNotThere) return std::nullopt;
  const size_t next = skip_newline(text, skip_blanks(text, end));
  if (is_at(text, next, "<value")) {
    const size_t at = skip_rest_of_tag(text, next + 6);
    return at == kNotThere ? std::nullopt : std::optional(content_at(text, at));
  }
  return content_at(text, end);
}

}  // namespace rekey
