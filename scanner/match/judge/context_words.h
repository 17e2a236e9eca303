// ContextWords: whether a text has a word that a rule's context asks for. Pure; any thread.
//
// Letters of either case. Whole words count as parts of a name only: "ibm" is in IBM_KEY and
// ibmApiKey, not in "bibmap"; their blanks stand for one joining byte (`_`, `-`, `.`, ` `) or none.
// What is beside a word counts, inside the span that is asked about or not.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/base/bytes.h"
#include "scanner/rules/rule.h"

namespace rekey {

bool any_context_word(std::string_view text, Span span, const Context& context);
bool any_context_word(std::string_view text, const Context& context);

// All such words of a text, for many questions: a line of megabytes may have thousands of matches,
// each of which asks about much of it.
class ContextWords {
 public:
  ContextWords(std::string_view text, const Context& context);

  // The same as any_context_word() of the text and the span.
  [[nodiscard]] bool any_in(Span span) const;

 private:
  std::vector<Span> words_;  // by begin
};

}  // namespace rekey
