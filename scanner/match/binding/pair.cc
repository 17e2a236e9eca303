// Name and value in two fields: `"name": "NAME", "value": "V"` in either order and over lines,
// `<add key="NAME" value="V"/>`, `variable "NAME" { default = "V" }`.
#include "scanner/match/binding/form.h"
#include "scanner/match/binding/scan.h"

namespace rekey {
namespace {

constexpr size_t kMostFields = 3, kMostField = 120;

constexpr bool is_field_byte(char c) {
  return is_word(c) || c == '-' || c == '.' || c == ':';
}

// Behind blanks, one newline, one comma and what opens a block.
size_t skip_between(std::string_view text, size_t at) {
  for (int i = 0; i < 4; ++i) {
    at = skip_blanks(text, at);
    const size_t begin = at;
    if (is_at(text, at, ",") || is_at(text, at, "{") || is_at(text, at, ";")) ++at;
    at = skip_newline(text, at);
    if (at == begin) break;
  }
  return at;
}

struct Field {
  size_t name_end = 0;  // of its name
  size_t value = 0;     // where what it says begins
};

// `"name": ` or `name=` or, of an option, `--name `.
std::optional<Field> field_at(std::string_view text, size_t at) {
  at += quote_at(text, at);
  const size_t begin = at;
  const size_t end = skip_while(text, at, 40, is_field_byte);
  size_t own_end = end;  // "name:" of YAML
  while (own_end > begin && text[own_end - 1] == ':') --own_end;
  if (own_end == begin) return std::nullopt;
  size_t next = own_end + quote_at(text, own_end);
  const size_t blank = skip_blanks(text, next);
  const bool is_option = text[begin] == '-';
  if (is_at(text, blank, "=>")) return Field{own_end, skip_blanks(text, blank + 2)};
  if (is_at(text, blank, "=") || is_at(text, blank, ":")) {
    return Field{own_end, skip_blanks(text, blank + 1)};
  }
  if (is_option && blank > next) return Field{own_end, blank};
  return std::nullopt;
}

std::string_view field_name(std::string_view text, size_t at, const Field& field) {
  at += quote_at(text, at);
  std::string_view name = text.substr(at, field.name_end - at);
  while (name.starts_with('-')) name.remove_prefix(1);
  return name;
}

bool says_value(std::string_view name) {
  constexpr std::string_view kNames[] = {
      "value",        "parametervalue", "default", "content",     "default_value",
      "defaultvalue", "secret_string",  "val",     "secretstring"};
  return std::any_of(std::begin(kNames), std::end(kNames), [&](std::string_view one) {
    return one.size() == name.size() && starts_with_ignoring_case(name, one);
  });
}

bool says_name(std::string_view name) {
  constexpr std::string_view kNames[] = {"name", "key", "parameterkey", "id", "variable", "label"};
  return std::any_of(std::begin(kNames), std::end(kNames), [&](std::string_view one) {
    return one.size() == name.size() && starts_with_ignoring_case(name, one);
  });
}

// Behind a field's text: `"...", ` or `word `.
size_t skip_field_text(std::string_view text, size_t at) {
  const size_t quote = quote_at(text, at);
  const size_t begin = at + quote;
  const char closing = quote == 0 ? ' ' : text[at + quote - 1];
  const auto is_inside = [&](char c) {
    return c != '\n' && c != closing && (quote != 0 || (c != ',' && c != '>' && c != '}'));
  };
  const size_t end = skip_while(text, begin, kMostField, is_inside);
  if (end == text.size() || (quote != 0 && text[end] != closing)) return kNotThere;
  return quote == 0 ? end : end + 1;
}

std::optional<Opening> find_behind(std::string_view text, const BoundName& name) {
  size_t at = skip_between(text, name.after);
  if (at == name.after) return std::nullopt;
  for (size_t i = 0; i < kMostFields && at - name.after < kFormReach / 2; ++i) {
    const auto field = field_at(text, at);
    if (!field) return std::nullopt;
    if (says_value(field_name(text, at, *field))) return Opening{field->value, ValueStyle::kScalar};
    // A list's next entry is another name.
    if (says_name(field_name(text, at, *field))) return std::nullopt;
    const size_t behind = skip_field_text(text, field->value);
    if (behind == kNotThere) return std::nullopt;
    at = skip_between(text, behind);
    if (at == behind) return std::nullopt;
  }
  return std::nullopt;
}

// The byte before blanks, newlines and one comma, of those before `at`; kNotThere at the begin.
size_t back_over(std::string_view text, size_t at, std::string_view set) {
  const size_t least = at - std::min(at, kFormReach / 4);
  while (at > least && set.find(text[at - 1]) != std::string_view::npos) --at;
  return at == least ? kNotThere : at;
}

// The begin of the field's name that ends before `end`, its sign and quotes skipped.
size_t back_over_field(std::string_view text, size_t end, std::string_view& name) {
  size_t at = back_over(text, end, " \t");
  if (at == kNotThere || (text[at - 1] != ':' && text[at - 1] != '=')) return kNotThere;
  at = back_over(text, at - 1, " \t\"'\\");
  if (at == kNotThere) return kNotThere;
  size_t begin = at;
  const size_t least = at - std::min<size_t>(at, 24);
  while (begin > least && is_word(text[begin - 1])) --begin;
  name = text.substr(begin, at - begin);
  return begin;
}

// `"value": "V", "name": "NAME"`.
std::optional<Opening> find_before(std::string_view text, const BoundName& name) {
  size_t at = name.span.begin;
  while (at > 0 && (text[at - 1] == '"' || text[at - 1] == '\'' || text[at - 1] == '\\')) --at;
  std::string_view field;
  at = back_over_field(text, at, field);
  if (at == kNotThere || !says_name(field)) return std::nullopt;
  at = back_over(text, at, " \t\r\n\"',\\");
  if (at == kNotThere) return std::nullopt;
  // What ends there is the value, quoted or not; its line says which field it is.
  const size_t least = at - std::min(at, kFormReach / 2);
  const size_t line = text.substr(least, at - least).find_last_of("\n{,<");
  size_t begin = skip_blanks(text, line == kNotThere ? least : least + line + 1);
  if (is_at(text, begin, "- ")) begin = skip_blanks(text, begin + 1);
  if (text[begin] == '<') return std::nullopt;
  for (size_t i = 0; i < 2; ++i) {
    const auto value = field_at(text, begin);
    if (!value) return std::nullopt;
    if (says_value(field_name(text, begin, *value))) {
      return value->value < at ? std::optional(Opening{value->value, ValueStyle::kScalar})
                               : std::nullopt;
    }
    begin = skip_blanks(text, skip_while(text, begin, 40, is_field_byte));
  }
  return std::nullopt;
}

}  // namespace

std::optional<Opening> find_pair(std::string_view text, const BoundName& name) {
  if (const auto behind = find_behind(text, name)) return behind;
  return find_before(text, name);
}

}  // namespace rekey
