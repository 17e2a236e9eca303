#include "scanner/match/prefilter/lead_lines.h"

#include "scanner/base/line.h"
#include "scanner/rules/named.h"

namespace rekey {

size_t lead_lines_begin(std::string_view text, size_t at, size_t least) {
  size_t begin = line_begin(text, at, least);
  while (begin > least && named_lead_crosses(text, begin - 1)) {
    begin = line_begin(text, begin - 1, least);
  }
  return begin;
}

size_t lead_lines_end(std::string_view text, size_t at, size_t most) {
  size_t end = line_end(text, at, most);
  while (end < most && named_lead_crosses(text, end)) end = line_end(text, end + 1, most);
  return end;
}

}  // namespace rekey
