#include "scanner/match/judge/context_words.h"

#include <algorithm>
#include <utility>

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

// Where the word ends that begins at text[at]; 0: none begins there. As part of a name it is "ibm"
// in IBM_KEY and ibmApiKey, not in "bibmap".
size_t end_of_word(std::string_view text, size_t at, const std::string& word, bool whole) {
  if (lowered(text[at]) != lowered(word.front())) return 0;
  if (!whole) {
    return starts_with_ignoring_case(text.substr(at), word) ? at + word.size() : 0;
  }
  if (at > 0 && !parts_names(text[at - 1], text[at])) return 0;
  const size_t end = word_end(text, at, word);
  return end != 0 && (end == text.size() || parts_names(text[end - 1], text[end])) ? end : 0;
}

// Calls `take` with the span of each word inside `span`, by word and begin, until it says so.
template <typename Take>
void each_word(std::string_view text, Span span, const Context& context, const Take& take) {
  for (const std::string& word : context.words) {
    if (word.empty()) continue;
    for (size_t at = span.begin; at < span.end; ++at) {
      const size_t end = end_of_word(text, at, word, context.whole_words);
      if (end != 0 && end <= span.end && take(Span{at, end})) return;
    }
  }
}

}  // namespace

bool any_context_word(std::string_view text, Span span, const Context& context) {
  bool found = false;
  each_word(text, span, context, [&](const Span&) { return found = true; });
  return found;
}

bool any_context_word(std::string_view text, const Context& context) {
  return any_context_word(text, {0, text.size()}, context);
}

ContextWords::ContextWords(std::string_view text, const Context& context) {
  each_word(text, {0, text.size()}, context, [&](const Span& word) {
    words_.push_back(word);
    return false;
  });
  std::sort(words_.begin(), words_.end(), [](const Span& a, const Span& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
}

bool ContextWords::any_in(Span span) const {
  auto word = std::lower_bound(words_.begin(), words_.end(), span.begin,
                               [](const Span& one, size_t begin) { return one.begin < begin; });
  for (; word != words_.end() && word->begin < span.end; ++word) {
    if (word->end <= span.end) return true;
  }
  return false;
}

}  // namespace rekey
