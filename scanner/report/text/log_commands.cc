#include "scanner/report/text/log_commands.h"

#include <algorithm>
#include <string_view>

#include "scanner/base/ascii.h"
#include "scanner/base/utf8.h"

namespace rekey {
namespace {

struct Instead {
  std::string_view sharp, colon;
};

Instead instead_in(Medium medium) {
  switch (medium) {
    case Medium::kMarkdown:
      return {"%23", "\\:"};  // in its text every '#' is behind a '\' anyway; not so in links
    case Medium::kMarkup:
      return {"&#35;", "&#58;"};
    case Medium::kJson:
      return {"\\u0023", "\\u003a"};
    default:
      return {"\\x23", "\\x3a"};
  }
}

// What .NET, which both agents are written in, takes off a line's start.
bool is_space(uint32_t c) {
  return c == ' ' || (c >= 9 && c <= 13 && c != '\n') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000 || c == 0xFEFF;
}

size_t behind_spaces(std::string_view text, size_t at) {
  while (at < text.size()) {
    const CodePoint point = next_code_point(text.substr(at));
    if (!is_space(point.value)) break;
    at += point.size;
  }
  return at;
}

// The second '#' of the first "##[" or "##word[" from `at` on; npos: there is none.
size_t find_marker(std::string_view text, size_t at) {
  for (; (at = text.find("##", at)) != std::string_view::npos; ++at) {
    size_t end = at + 2;
    while (end < text.size() && is_letter(text[end])) ++end;
    if (end < text.size() && text[end] == '[') return at + 1;
  }
  return std::string_view::npos;
}

// The first ':' of a "::" with which a line begins that begins at `at` or later.
size_t find_line_command(std::string_view text, size_t at) {
  for (size_t pair; (pair = text.find("::", at)) != std::string_view::npos;) {
    size_t line = pair;
    while (line > at && text[line - 1] != '\n' && text[line - 1] != '\r') --line;
    const size_t begin = behind_spaces(text, line);
    if (text.substr(begin, 2) == "::") return begin;
    const size_t end = text.find_first_of("\n\r", std::max(begin, pair));
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  return std::string_view::npos;
}

}  // namespace

std::string without_commands(std::string text, Medium medium) {
  if (medium == Medium::kCommands) return text;
  const Instead instead = instead_in(medium);
  size_t marker = find_marker(text, 0);
  size_t command = find_line_command(text, 0);
  if (std::min(marker, command) == std::string::npos) return text;
  std::string out;
  size_t done = 0;
  for (size_t at; (at = std::min(marker, command)) != std::string::npos;) {
    out.append(text, done, at - done);
    out += at == marker ? instead.sharp : instead.colon;
    done = at + 1;
    if (at == marker) {
      marker = find_marker(text, at);
    } else {
      const size_t end = text.find_first_of("\n\r", at);
      command = end == std::string::npos ? end : find_line_command(text, end + 1);
    }
  }
  return out.append(text, done);
}

}  // namespace rekey
