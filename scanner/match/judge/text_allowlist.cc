#include "scanner/match/judge/text_allowlist.h"

#include <algorithm>

#include "scanner/base/ascii.h"
#include "scanner/base/line.h"

namespace rekey {
namespace {

// Bytes of its line beside a match that expressions are asked of: a text of one endless line is
// asked at every match.
constexpr size_t kLineReach = size_t{4} << 10;

}  // namespace

bool any_word(std::string_view text, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return contains_ignoring_case(text, word); });
}

TextAllowlist::TextAllowlist(const Allowlist& list) : list_(list) {
  for (const std::string& text : list.regexes) regexes_.emplace_back(text);
}

bool TextAllowlist::allows(std::string_view text, const Match& match) const {
  if (list_.all_of && (!list_.paths.empty() || !list_.commits.empty())) return false;
  const bool by_word = any_word(match.secret.of(text), list_.stopwords);
  if (by_word && !list_.all_of) return true;
  const bool by_regex = any_regex(target_of(text, match));
  if (!list_.all_of) return by_regex;
  return (by_regex || list_.regexes.empty()) && (by_word || list_.stopwords.empty()) &&
         (by_regex || by_word);
}

std::string_view TextAllowlist::target_of(std::string_view text, const Match& match) const {
  switch (list_.target) {
    case Allowlist::Target::kMatch:
      return match.span.of(text);
    case Allowlist::Target::kLine:
      return lines_around(text, match.span, kLineReach).of(text);
    default:
      return match.secret.of(text);
  }
}

bool TextAllowlist::any_regex(std::string_view target) const {
  return std::any_of(regexes_.begin(), regexes_.end(),
                     [&](const LazyRegex& regex) { return regex.matches(target); });
}

}  // namespace rekey
