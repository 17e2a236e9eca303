#include "scanner/match/regex/dialect.h"

namespace rekey {
namespace {

constexpr std::string_view kSpaces = R"(\t\n\f\r )";
constexpr std::string_view kNoSpaces = R"(\x00-\x08\x0b\x0e-\x1f!-\xff)";  // as members of a class

}  // namespace

std::string hyperscan_dialect(std::string_view re2) {
  std::string out;
  bool in_class = false;
  for (size_t i = 0; i < re2.size(); ++i) {
    const char c = re2[i];
    if (c == '\\' && i + 1 < re2.size()) {
      const char escaped = re2[++i];
      if (escaped == 's' || escaped == 'S') {
        out.append(in_class ? "" : "[").append(escaped == 's' ? kSpaces : kNoSpaces);
        out.append(in_class ? "" : "]");
      } else {
        out.append({c, escaped});
      }
      continue;
    }
    out += c;
    if (!in_class && c == '[') {
      in_class = true;
      // A ] that comes first is a member.
      if (i + 1 < re2.size() && re2[i + 1] == '^') out += re2[++i];
      if (i + 1 < re2.size() && re2[i + 1] == ']') out += re2[++i];
    } else if (in_class && c == '[' && i + 1 < re2.size() && re2[i + 1] == ':') {
      const size_t end = re2.find(":]", i);
      if (end == std::string_view::npos) continue;
      out.append(re2.substr(i + 1, end + 1 - i));
      i = end + 1;
    } else if (in_class && c == ']') {
      in_class = false;
    }
  }
  return out;
}

}  // namespace rekey
