#include "scanner/match/judge/context_words.h"

#include <algorithm>

#include "scanner/base/ascii.h"

namespace rekey {
namespace {

// Whether two neighbouring bytes are of different parts of a name: at a byte that is no letter, or
// where the case goes from lower to upper.
bool parts_names(char left, char right) {
  if (!is_letter(left) || !is_letter(right)) return true;
  return left >= 'a' && right <= 'Z';
}

// Where `word` ends that starts at text[at]; its blanks stand for one joining byte or none. 0: not
// there.
size_t word_end(std::string_view text, size_t at, std::string_view word) {
  constexpr std::string_view kJoins = "_-. ";
  for (const char c : word) {
    if (c == ' ') {
      if (at < text.size() && kJoins.find(text[at]) != std::string_view::npos) ++at;
      continue;
    }
    if (at == text.size() || lowered(text[at]) != lowered(c)) return 0;
    ++at;
  }
  return at;
}

// The word as part of a name: "ibm" in IBM_KEY and ibmApiKey, not in "bibmap".
bool contains_whole_word(std::string_view text, std::string_view word) {
  for (size_t at = 0; at + 1 < text.size(); ++at) {
    if (lowered(text[at]) != lowered(word.front())) continue;
    if (at > 0 && !parts_names(text[at - 1], text[at])) continue;
    const size_t end = word_end(text, at, word);
    if (end != 0 && (end == text.size() || parts_names(text[end - 1], text[end]))) return true;
  }
  return false;
}

}  // namespace

bool any_context_word(std::string_view text, const Context& context) {
  return std::any_of(context.words.begin(), context.words.end(), [&](const std::string& word) {
    return context.whole_words ? contains_whole_word(text, word)
                               : contains_ignoring_case(text, word);
  });
}

}  // namespace rekey
