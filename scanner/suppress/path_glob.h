// PathGlob: a pattern on repository paths, as .gitignore has them.
//
// `*` and `?` stop at '/', `**` does not; [a-z] and [!a-z] are classes; `\` takes the meaning off
// the next byte. A pattern with a '/' but at its end starts at the root, another one matches at any
// depth. A folder's match is the match of all that is in it; with '/' at the end only folders
// match. Linear in the path. Immutable; any thread.
#pragma once

#include <memory>
#include <string_view>

#include "scanner/base/result.h"

namespace re2 {
class RE2;
}

namespace rekey {

class PathGlob {
 public:
  // kUsage, without the pattern's text, for what is no pattern.
  static Result<PathGlob> parse(std::string_view pattern);
  PathGlob(PathGlob&&) noexcept;
  PathGlob& operator=(PathGlob&&) noexcept;
  ~PathGlob();

  // `path` as git has it: bytes, '/' between folders, none in front.
  [[nodiscard]] bool matches(std::string_view path) const;

 private:
  explicit PathGlob(std::unique_ptr<re2::RE2> expression);
  std::unique_ptr<re2::RE2> expression_;
};

}  // namespace rekey
