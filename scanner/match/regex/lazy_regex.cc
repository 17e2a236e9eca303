#include "scanner/match/regex/lazy_regex.h"

namespace rekey {

bool LazyRegex::matches(std::string_view target) const {
  std::call_once(once_, [this] {
    RE2::Options options(RE2::Latin1);
    options.set_log_errors(false);
    compiled_ = std::make_unique<re2::RE2>(text_, options);
  });
  return RE2::PartialMatch(re2::StringPiece(target.data(), target.size()), *compiled_);
}

}  // namespace rekey
