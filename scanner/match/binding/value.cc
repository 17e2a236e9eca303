#include "scanner/match/binding/value.h"

#include "scanner/base/line.h"
#include "scanner/match/binding/scan.h"

namespace rekey {
namespace {

// What the line up to a name says of how the value behind it ends.
struct Surroundings {
  char quote = 0;  // of a text that the name stands in
  size_t backslashes = 0;
  int brackets = 0;  // open ones outside of it
  char list = 0;     // what stands before the name: one of ";,&?"
};

bool is_apostrophe(std::string_view text, size_t at, size_t least) {
  return text[at] == '\'' && at > least && is_letter(text[at - 1]) && at + 1 < text.size() &&
         is_letter(text[at + 1]);
}

Surroundings surroundings_of_name(std::string_view text, size_t at) {
  constexpr size_t kMostBefore = 400;
  Surroundings out;
  size_t begin = line_begin(text, at, at - std::min(at, kMostBefore));
  size_t run = 0;
  for (size_t i = begin; i < at; ++i) {
    const char c = text[i];
    if (c == '\\') {
      ++run;
      continue;
    }
    if ((c == '"' || c == '\'' || c == '`') && !is_apostrophe(text, i, begin)) {
      if (out.quote == 0) {
        out.quote = c;
        out.backslashes = run;
      } else if (c == out.quote && run <= out.backslashes) {
        out.quote = 0;
      }
    }
    run = 0;
    if (out.quote != 0) continue;
    if (c == '{' || c == '(' || c == '[') ++out.brackets;
    if (c == '}' || c == ')' || c == ']') --out.brackets;
  }
  size_t before = at;
  while (before > begin && (is_blank(text[before - 1]) || text[before - 1] == '-')) --before;
  static constexpr ByteSet kLists(";,&?");
  if (before > begin && kLists.has(text[before - 1])) {
    out.list = text[before - 1];
  }
  if (before >= begin + 5 && is_at(text, before - 5, "&amp;")) out.list = '&';
  if (before >= begin + 3 && is_at_in_any_case(text, before - 3, "%26")) out.list = '&';
  if (before >= begin + 6 && is_at(text, before - 6, "\\u0026")) out.list = '&';
  return out;
}

// Whether another pair begins: `name=`.
bool begins_pair(std::string_view text, size_t at) {
  at = skip_blanks(text, at);
  const auto is_part = [](char c) { return is_word(c) || c == '.' || c == '-' || c == ' '; };
  const size_t end = skip_while(text, at, 40, is_part);
  return end > at && is_at(text, end, "=") && !is_at(text, end, "==");
}

bool ends_clause(std::string_view text, size_t at) {
  return at >= text.size() || is_blank(text[at]) || text[at] == '\n' || text[at] == '\r' ||
         quote_at(text, at) != 0;
}

// Whether a value without quotes of its own ends before the byte at `at`.
bool ends_before(std::string_view text, size_t at, const Surroundings& around) {
  const char c = text[at];
  if (static_cast<unsigned char>(c) < ' ' && c != '\t') return true;
  if (is_blank(c)) {
    // A connection string's pairs may hold blanks.
    return around.list != ';' || around.quote == 0;
  }
  if (around.quote != 0) {
    if (c == around.quote && around.backslashes == 0) return true;
    if (c == '\\' && at + 1 < text.size()) {
      const char next = text[at + 1];
      if (next == around.quote || next == '\\' || next == 'n' || next == 'r' || next == 't') {
        return next != '\\' || quote_at(text, at) != 0;
      }
    }
  }
  if (c == '\\' && any_at(text, at, {"\\u0026", "\\u003c", "\\u003e", "\\u0022", "\\u0027"}) != 0) {
    return true;
  }
  if (c == '\\' && (at + 1 == text.size() || text[at + 1] == '\n')) return true;
  if (c == '%' && around.list == '&') return is_at(text, at, "%26");
  if (c == '<') return any_at(text, at, {"</", "<br"}) != 0;
  if (c == '&' && (around.list == '&' || around.list == '?')) return true;
  if (c == '#' && (around.list == '&' || around.list == '?')) return true;
  if (c == around.list && c != '?') return true;
  if (c == ';' || c == ',' || c == '&' || c == '|') {
    if (ends_clause(text, at + 1) || begins_pair(text, at + 1)) return true;
    if ((c == '&' || c == '|') && is_at(text, at + 1, std::string_view(&text[at], 1))) return true;
    if (is_at(text, at, "&quot;") || is_at(text, at, "&amp;") || is_at(text, at, "&lt;"))
      return true;
    return c == ',' && around.brackets > 0 && around.quote == 0;
  }
  if ((c == '}' || c == ')' || c == ']') && around.brackets > 0 && around.quote == 0) {
    const size_t next = skip_while(text, at, 8, [](char one) {
      return one == '}' || one == ')' || one == ']' || one == ',' || one == ';';
    });
    return ends_clause(text, next);
  }
  return false;
}

size_t scalar_end(std::string_view text, size_t begin, size_t name) {
  static constexpr ByteSet kNeverEnd("_.-+/=:@!*~^$", true);
  const size_t most = begin + std::min(kLongestValue, text.size() - begin);
  size_t at = begin;
  while (at < most && kNeverEnd.has(text[at])) ++at;
  if (at == most) return at;
  const Surroundings around = surroundings_of_name(text, name);
  while (at < most && (kNeverEnd.has(text[at]) || !ends_before(text, at, around))) ++at;
  return at;
}

// What a sentence, a list or brackets around it add at the end.
Span without_tail(std::string_view text, Span value) {
  const auto count = [&](char c) {
    const std::string_view bytes = value.of(text);
    return std::count(bytes.begin(), bytes.end(), c);
  };
  while (value.size() > 0) {
    const char last = text[value.end - 1];
    const bool is_odd_quote = (last == '"' || last == '\'' || last == '`') && count(last) == 1;
    const bool is_closing = (last == ')' && count('(') < count(')')) ||
                            (last == ']' && count('[') < count(']')) ||
                            (last == '}' && count('{') < count('}'));
    const bool is_alone = is_closing && count(last) == 1;
    if (last != ',' && last != ';' && !is_blank(last) && !is_odd_quote && !is_alone) break;
    --value.end;
  }
  return value;
}

// A constant of a program: "ACL_DENIED_KEY", "NULL".
bool is_constant(std::string_view value) {
  constexpr size_t kShortest = 10;
  if (value.size() < kShortest || value.find('_') == std::string_view::npos) return false;
  return std::all_of(value.begin(), value.end(), [](char c) { return is_upper(c) || c == '_'; });
}

// "0x80A1", up to eight digits.
bool is_hexadecimal_number(std::string_view value) {
  constexpr size_t kMost = 10;
  return value.size() <= kMost && value.starts_with("0x") &&
         std::all_of(value.begin() + 2, value.end(), is_hex);
}

// Code in place of a value: a variable, a template, a call, a member.
bool refers(std::string_view value) {
  const char first = value.front();
  const size_t arrow = value.find("->");
  if (arrow != std::string_view::npos && arrow > 0 && arrow + 2 < value.size() &&
      is_letter(value[arrow - 1]) && is_letter(value[arrow + 2])) {
    return true;
  }
  if (is_constant(value) || is_hexadecimal_number(value)) return true;
  if (first == '(' || first == '[' || first == '{' || first == '<') return true;
  if (value.starts_with("${") || value.starts_with("$(") || value.starts_with("#{") ||
      value.starts_with("@{") || value.starts_with("%(") || value.starts_with("%{")) {
    return true;
  }
  const auto is_part = [](char c) {
    return is_word(c) || c == '.' || c == ':' || c == '>' || c == '-';
  };
  if ((first == '$' || first == '&' || first == '*' || first == '@') &&
      std::all_of(value.begin() + 1, value.end(), is_part)) {
    return true;
  }
  const size_t bracket = value.find_first_of("([{");
  if (bracket == std::string_view::npos) return false;
  const std::string_view callee = value.substr(0, bracket);
  if (!std::all_of(callee.begin(), callee.end(), is_part)) return false;
  const bool has_digit =
      std::any_of(callee.begin(), callee.end(), is_digit) &&
      std::any_of(value.begin() + static_cast<std::ptrdiff_t>(bracket), value.end(), is_digit);
  const char last = value.back();
  return !has_digit || last == ')' || last == ']' || last == '}';
}

// Whether what begins there is a call or a member, as most values in code are: seen at once.
bool is_called(std::string_view text, size_t at) {
  constexpr size_t kMostCallee = 80;
  static constexpr ByteSet kOfCallees("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.");
  const size_t end = skip_while(text, at, kMostCallee, [](char c) { return kOfCallees.has(c); });
  if (end == at || end == text.size()) return false;
  return text[end] == '(' || text[end] == '[' || is_at(text, end, "->");
}

std::optional<ReadValue> read_scalar(std::string_view text, const BoundName& name, size_t at,
                                     size_t& looked) {
  if (quote_at(text, at) != 0) {
    if (auto literal = read_literal(text, at, looked)) return literal;
    at += quote_at(text, at);  // of a text that goes on
  }
  if (is_called(text, at) || any_at(text, at, {"(", "[", "{", "<", "${", "$("}) != 0) {
    return std::nullopt;
  }
  const Span value = without_tail(text, {at, scalar_end(text, at, name.span.begin)});
  if (value.size() < kShortestValue || refers(value.of(text))) return std::nullopt;
  return ReadValue{value, value.end, false};
}

size_t closing_tag_at(std::string_view text, size_t at) {
  return any_at(text, at, {"</", "]]>", "\\u003c/", "&lt;/"});
}

bool opens_tag(std::string_view text, size_t at) {
  constexpr size_t kMostName = 40;
  if (text[at] != '<') return false;
  const auto is_part = [](char c) { return is_word(c) || c == ':' || c == '-' || c == '.'; };
  const size_t end = skip_while(text, at + 1, kMostName, is_part);
  if (end == text.size()) return false;
  return text[end] == '>' || text[end] == '/' || (is_blank(text[end]) && end > at + 1);
}

// On one line with what closes it, or on a line of its own.
std::optional<ReadValue> read_element(std::string_view text, size_t begin, size_t& looked) {
  static constexpr ByteSet kMayClose("<]\\&");
  const size_t most = begin + std::min(kLongestValue, text.size() - begin);
  const size_t line = line_end(text, begin, most);
  size_t end = begin;
  for (; end < line; ++end) {
    if (!kMayClose.has(text[end])) continue;
    if (closing_tag_at(text, end) != 0) break;
    if (opens_tag(text, end)) return std::nullopt;  // an element inside
  }
  size_t close = end;
  if (end == line) {
    const size_t start = line_begin(text, begin, begin - std::min(begin, kMostBlanks));
    if (skip_blanks(text, start) != begin) return std::nullopt;
    close = skip_newline(text, end > begin && text[end - 1] == '\r' ? end - 1 : end);
    looked = std::max(looked, std::min(close + 7, text.size()));
    if (closing_tag_at(text, close) == 0) return std::nullopt;
  }
  Span value{begin, end};
  const auto is_space = [](char c) { return is_blank(c) || c == '\r'; };
  while (value.begin < value.end && is_space(text[value.begin])) ++value.begin;
  while (value.begin < value.end && is_space(text[value.end - 1])) --value.end;
  if (value.size() == 0) return std::nullopt;
  return ReadValue{value, close + 2, false};
}

}  // namespace

bool may_be_value(std::string_view text, const BoundName& name, const Opening& opening) {
  if (opening.style == ValueStyle::kLine) return true;
  if (opening.is_list || opening.at < name.span.end) return true;
  const std::string_view between = text.substr(name.span.end, opening.at - name.span.end);
  if (between.find('\n') != std::string_view::npos) return true;
  size_t looked = 0;
  const auto read = read_value(text, name, opening, looked);
  if (looked != 0) return true;
  // A literal without an end may have one farther on.
  return read ? read->value.size() >= kShortestValue : opening.style == ValueStyle::kLiteral;
}

std::optional<ReadValue> read_value(std::string_view text, const BoundName& name,
                                    const Opening& opening, size_t& looked) {
  if (opening.at >= text.size()) return std::nullopt;
  switch (opening.style) {
    case ValueStyle::kLiteral:
      return read_literal(text, opening.at, looked);
    case ValueStyle::kElement:
      return read_element(text, opening.at, looked);
    case ValueStyle::kLine: {
      const size_t most = opening.at + std::min(kLongestValue, text.size() - opening.at);
      const Span value = without_tail(text, {opening.at, line_end(text, opening.at, most)});
      if (value.size() == 0) return std::nullopt;
      const bool has_return = text[value.end - 1] == '\r';
      return ReadValue{{value.begin, value.end - (has_return ? 1 : 0)}, value.end, false};
    }
    case ValueStyle::kScalar:
    case ValueStyle::kToken:
      return read_scalar(text, name, opening.at, looked);
  }
  return std::nullopt;
}

}  // namespace rekey
