#include "scanner/match/prefilter/prefix_lines.h"

#include "scanner/base/line.h"
#include "scanner/match/binding/form.h"
#include "scanner/rules/provider_words.h"

namespace rekey {
namespace {

bool crosses(std::string_view text, size_t newline) {
  return provider_prefix_crosses(text, newline) || form_crosses(text, newline);
}

}  // namespace

size_t prefix_lines_begin(std::string_view text, size_t at, size_t least) {
  size_t begin = line_begin(text, at, least);
  while (begin > least && crosses(text, begin - 1)) {
    begin = line_begin(text, begin - 1, least);
  }
  return begin;
}

size_t prefix_lines_end(std::string_view text, size_t at, size_t most) {
  size_t end = line_end(text, at, most);
  while (end < most && crosses(text, end)) end = line_end(text, end + 1, most);
  return end;
}

}  // namespace rekey
