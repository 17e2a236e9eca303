#include "scanner/match/model/line_context.h"

#include <algorithm>

namespace rekey {
namespace {

bool is_of_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

size_t back_over_name(std::string_view text, size_t from, size_t least) {
  while (from > least && is_of_name(text[from - 1])) --from;
  return from;
}

}  // namespace

LineContext line_context_of(std::string_view text, Span match, Span secret) {
  const size_t least = match.begin - std::min(match.begin, LineContext::kMostBefore);
  const size_t newline = text.substr(least, match.begin - least).rfind('\n');
  const size_t line = newline == std::string_view::npos ? least : least + newline + 1;
  const size_t most = std::min(text.size(), secret.end + LineContext::kMostBehind);
  const size_t end = std::min(text.substr(0, most).find('\n', secret.end), most);

  size_t name_end = match.begin;  // "<password>", " --token": the name is not at the start
  while (name_end < secret.begin && !is_of_name(text[name_end])) ++name_end;
  const size_t name = back_over_name(text, name_end, line);
  while (name_end < secret.begin && is_of_name(text[name_end])) ++name_end;
  return {text.substr(line, name - line), text.substr(name, name_end - name),
          text.substr(name_end, secret.begin - name_end), secret.of(text),
          text.substr(secret.end, end - secret.end)};
}

}  // namespace rekey
