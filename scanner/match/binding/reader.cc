#include "scanner/match/binding/reader.h"

#include <algorithm>

#include "scanner/match/binding/credential_name.h"
#include "scanner/match/binding/scan.h"
#include "scanner/match/binding/value.h"

namespace rekey {
namespace {

// The values of one list.
constexpr size_t kMostOfList = 32;

struct Found {
  const Form* form = nullptr;
  BoundName name;
  Opening opening;
};

// What every form begins with behind a name and blanks, but for a value without a sign.
constexpr ByteSet kSigns("=:,><(?!+.|[{}%\\&\"'`");

// Whether a field's sign stands before the name: `"name": "NAME"`, whose value may stand above.
bool is_of_field(std::string_view text, size_t at) {
  static constexpr ByteSet kBetween(" \t\"'\\");
  const size_t least = at - std::min<size_t>(at, 8);
  while (at > least && kBetween.has(text[at - 1])) --at;
  return at > 0 && (text[at - 1] == ':' || text[at - 1] == '=');
}

// Nearly all words in texts are no part of a name that anything follows: a word of a sentence does,
// or one of code.
bool may_be_bound(std::string_view text, const BoundName& name) {
  const size_t at = skip_blanks(text, name.after);
  if (at == text.size()) return false;
  const char next = text[at];
  if (kSigns.has(next)) return true;
  if (next == '\n' || next == '\r') {
    const size_t newline = next == '\r' ? at + 1 : at;
    if (newline == text.size() || text[newline] != '\n') return false;
    return form_crosses(text, newline) || is_of_field(text, name.span.begin);
  }
  if (at == name.after) return false;
  // "password is V", "x or V", a type; an option; a token that is no plain word; "@" of a string.
  const bool is_option = name.span.begin > 0 && text[name.span.begin - 1] == '-';
  if (is_option || next == '@') return true;
  if (any_at(text, at, {"is ", "or ", "string", "as string"}) != 0) return true;
  constexpr size_t kMostWord = 40;
  const size_t end = skip_while(text, at, kMostWord, [](char c) { return is_letter(c); });
  return end == at || (end < text.size() && !is_blank(text[end]) && text[end] != '\n');
}

// The same of a word's end, whatever the name before it: one loop for nearly all words.
bool may_go_on(std::string_view text, size_t end) {
  static constexpr ByteSet kNext("=:,><(?!+.|[{}%\\&\"'`)]");
  const size_t most = end + std::min(kMostBehindWord + 1, text.size() - end);
  size_t at = end;
  while (at < most && is_name_byte(text[at])) ++at;
  if (at == text.size()) return false;
  const size_t name_end = at;
  while (at < text.size() && is_blank(text[at]) && at - name_end < kMostBlanks) ++at;
  if (at == text.size()) return false;
  const char next = text[at];
  if (kNext.has(next) || next == '\n' || next == '\r' || next == '@') return true;
  if (at == name_end) return false;
  // What follows is no plain word, or may be one of those that say something.
  constexpr size_t kMostWord = 40;
  const char first = lowered(next);
  if (first == 'i' || first == 'o' || first == 's' || first == 'a') return true;
  const size_t word = skip_while(text, at, kMostWord, [](char c) { return is_letter(c); });
  if (word == at || word == text.size() || (!is_blank(text[word]) && text[word] != '\n'))
    return true;
  size_t begin = end;
  const size_t least = end - std::min(end, kMostBeforeWord);
  while (begin > least && is_name_byte(text[begin - 1])) --begin;
  return text[begin] == '-';  // an option
}

// What is no sign may begin a word of an attribute, a type or a value: any form may go on so.
bool may_begin(const Form& form, char next) {
  static constexpr ByteSet kSignsOfForms("\n\r,{;-}]/<>\\&(=:?|!+.%[");
  return !kSignsOfForms.has(next) || form.begins.find(next) != std::string_view::npos;
}

std::optional<Found> find_opening(std::string_view text, size_t word_end) {
  const auto name = name_at(text, word_end);
  if (!name) return std::nullopt;
  for (const Form& form : forms()) {
    const auto opening = opening_of(form, text, *name);
    if (opening) return Found{&form, *name, *opening};
  }
  return std::nullopt;
}

// Where the next value of a list begins.
size_t next_of_list(std::string_view text, size_t at) {
  at = skip_blanks(text, at);
  if (is_at(text, at, ",")) return skip_newline(text, skip_blanks(text, at + 1));
  const size_t line = skip_newline(text, at);
  return line != at && is_at(text, line, "- ") ? skip_blanks(text, line + 1) : kNotThere;
}

// `Authorization: Bearer V`: the scheme of HTTP authentication (RFC 9110, 11.6.2) is none of the
// value.
void drop_scheme(std::string_view text, const Span& name, Span& value) {
  constexpr std::string_view kHeader = "authorization";
  constexpr size_t kMostScheme = 32;
  const std::string_view bytes = name.of(text);
  if (bytes.size() < kHeader.size() ||
      !starts_with_ignoring_case(bytes.substr(bytes.size() - kHeader.size()), kHeader)) {
    return;
  }
  const auto is_scheme = [](char c) { return is_word(c) || c == '-'; };
  const size_t end = skip_while(text, value.begin, kMostScheme, is_scheme);
  const size_t next = skip_blanks(text, end);
  if (end > value.begin && next > end && next < value.end) value.begin = next;
}

}  // namespace

std::optional<Opening> opening_of(const Form& form, std::string_view text, const BoundName& name) {
  if (!may_begin(form, name.next)) return std::nullopt;
  const auto opening = form.find(text, name);
  if (!opening || opening->at >= text.size()) return std::nullopt;
  const size_t begin = std::min(opening->at, name.span.begin);
  const size_t end = std::max(opening->at, name.span.end);
  if (end - begin > kFormReach) return std::nullopt;
  for (size_t at = begin; (at = text.substr(0, end).find('\n', at)) != kNotThere; ++at) {
    if (!form_crosses(text, at)) return std::nullopt;
  }
  return opening;
}

std::optional<BoundName> name_at(std::string_view text, size_t word_end) {
  if (!may_go_on(text, word_end)) return std::nullopt;
  const auto span = credential_name(text, word_end);
  if (!span) return std::nullopt;
  const BoundName name = bound_name(text, *span);
  return may_be_bound(text, name) ? std::optional(name) : std::nullopt;
}

void read_bindings(std::string_view text, size_t word_end, std::vector<Binding>& out,
                   size_t& looked) {
  const auto found = find_opening(text, word_end);
  if (!found) return;
  Opening opening = found->opening;
  for (size_t i = 0; i < kMostOfList; ++i) {
    auto read = read_value(text, found->name, opening, looked);
    if (!read) return;
    const Span& name = found->name.span;
    drop_scheme(text, name, read->value);
    out.push_back({name,
                   read->value,
                   {std::min(name.begin, opening.at), std::max(found->name.after, read->end)},
                   read->is_quoted,
                   found->form->id});
    if (!opening.is_list) return;
    opening.at = next_of_list(text, read->end);
    looked = text.size();  // a list may go on
    if (opening.at == kNotThere) return;
    if (opening.style == ValueStyle::kLiteral && quote_at(text, opening.at) == 0) return;
  }
}

std::vector<Binding> bindings_in(std::string_view text, const Span& span, size_t& looked) {
  std::vector<Binding> out;
  for_each_word(text, span, [&](size_t end) {
    const size_t before = out.size();
    read_bindings(text, end, out, looked);
    // A name may have several words; the latest bindings are its.
    for (size_t i = before; i < out.size(); ++i) {
      for (size_t j = before - std::min(before, kMostOfList); j < before; ++j) {
        if (out[j].value == out[i].value && out[j].name == out[i].name) {
          out.resize(before);
          return;
        }
      }
    }
  });
  return out;
}

}  // namespace rekey
