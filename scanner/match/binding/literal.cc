// Quoted texts as the languages have them.
#include <string>

#include "scanner/match/binding/scan.h"
#include "scanner/match/binding/value.h"

namespace rekey {
namespace {

size_t most_of(std::string_view text, size_t at) {
  return at + std::min(kLongestValue, text.size() - at);
}

// Up to `close`, over lines; blanks and newlines at both ends are none of the value.
std::optional<ReadValue> read_block(std::string_view text, size_t begin, std::string_view close,
                                    size_t& looked) {
  const size_t end = text.substr(0, most_of(text, begin)).find(close, begin);
  looked = std::max(looked, end == kNotThere ? most_of(text, begin) : end + close.size());
  if (end == kNotThere) return std::nullopt;
  Span value{begin, end};
  const auto is_space = [](char c) { return is_blank(c) || c == '\n' || c == '\r'; };
  while (value.begin < value.end && is_space(text[value.begin])) ++value.begin;
  while (value.begin < value.end && is_space(text[value.end - 1])) --value.end;
  return ReadValue{value, end + close.size()};
}

// What may follow a quote that ends a text.
bool follows_text(std::string_view text, size_t at) {
  if (at >= text.size()) return true;
  const char c = text[at];
  static constexpr ByteSet kFollows(" \t\r\n,;:)]}>.+#&|?/\\");
  return kFollows.has(c);
}

// Up to the same quote on the line. `is_raw`: a backslash is a byte like any other.
std::optional<ReadValue> read_quoted(std::string_view text, size_t begin, char quote, bool is_raw) {
  const size_t most = most_of(text, begin);
  for (size_t at = begin; at < most; ++at) {
    const char c = text[at];
    if (c == '\n' && quote != '`') break;
    if (c == '\\' && !is_raw) {
      ++at;
      continue;
    }
    if (c != quote) continue;
    // A quote that is doubled stands for itself, as in SQL and YAML.
    const bool is_doubled = at > begin && at + 1 < most && text[at + 1] == quote && quote != '`';
    if (is_doubled && !follows_text(text, at + 2)) {
      ++at;
      continue;
    }
    return ReadValue{{begin, at}, at + 1};
  }
  return std::nullopt;
}

// A quote behind backslashes ends at one behind as many; behind fewer the text around it ends.
std::optional<ReadValue> read_escaped(std::string_view text, size_t begin, size_t backslashes,
                                      char quote) {
  const size_t most = most_of(text, begin);
  size_t run = 0;
  for (size_t at = begin; at < most && text[at] != '\n'; ++at) {
    if (text[at] == '\\') {
      ++run;
      continue;
    }
    if (text[at] == quote && run <= backslashes) return ReadValue{{begin, at - run}, at + 1};
    run = 0;
  }
  return std::nullopt;
}

// A quote in other words (&quot;, %22, \u0022) ends at the same words, or at a plain one.
std::optional<ReadValue> read_coded(std::string_view text, size_t begin, std::string_view code) {
  const size_t most = most_of(text, begin);
  for (size_t at = begin; at < most && text[at] != '\n'; ++at) {
    if (is_at_in_any_case(text, at, code)) return ReadValue{{begin, at}, at + code.size()};
    if (text[at] == '"') return ReadValue{{begin, at}, at};
  }
  return std::nullopt;
}

// R"x(...)x" of C++; `at` is behind the quote.
std::optional<ReadValue> read_delimited(std::string_view text, size_t at, size_t& looked) {
  const size_t open = skip_while(text, at, 16, [](char c) { return is_word(c); });
  if (!is_at(text, open, "(")) return std::nullopt;
  return read_block(text, open + 1, ")" + std::string(text.substr(at, open - at)) + "\"", looked);
}

}  // namespace

std::optional<ReadValue> read_literal(std::string_view text, size_t at, size_t& looked) {
  if (is_at(text, at, "q(")) return read_block(text, at + 2, ")", looked);
  if (is_at(text, at, "[[")) return read_block(text, at + 2, "]]", looked);
  const size_t prefix = at;
  at = skip_while(text, at, 3, [](char c) { return is_letter(c) || c == '@' || c == '$'; });
  const size_t hashes = skip_while(text, at, 4, [](char c) { return c == '#'; }) - at;
  at += hashes;
  const size_t size = quote_at(text, at);
  if (size == 0) return std::nullopt;
  const std::string_view letters = text.substr(prefix, at - hashes - prefix);
  const char quote = text[at + size - 1];
  const size_t begin = at + size;
  if (size == 1) {
    if (hashes != 0) {
      constexpr size_t kLongestRaw = 1024;
      const std::string_view near =
          text.substr(0, begin + std::min(kLongestRaw, text.size() - begin));
      return read_block(near, begin, quote + std::string(hashes, '#'), looked);
    }
    if (letters == "R") {
      if (auto out = read_delimited(text, begin, looked)) return out;
    }
    const std::string triple(3, quote);
    if (quote != '`' && is_at(text, at, triple)) return read_block(text, at + 3, triple, looked);
    const bool is_raw = letters.find_first_of("rR@") != kNotThere || quote == '`';
    auto out = read_quoted(text, begin, quote, is_raw);
    if (quote != '`' || !out) return out;
    return read_block(text, begin, "`", looked);
  }
  if (text[at] == '\\' && (quote == '"' || quote == '\'' || quote == '`')) {
    return read_escaped(text, begin, size - 1, quote);
  }
  return read_coded(text, begin, text.substr(at, size));
}

}  // namespace rekey
