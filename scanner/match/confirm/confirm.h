// Confirm: RE2 over the segments that the prefilter gave: the exact span of every match and of the
// secret in it.
//
// RE2 works on bytes (Latin-1), is linear in the text, and takes the whole text as context for \b
// and $. Expressions are compiled when a rule first has a segment. Immutable outside; any thread.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/base/bytes.h"
#include "scanner/base/deadline.h"
#include "scanner/base/result.h"
#include "scanner/match/binding/reader.h"
#include "scanner/match/match.h"
#include "scanner/rules/rule.h"

namespace re2 {
class RE2;
}

namespace rekey {

class Confirm {
 public:
  explicit Confirm(const std::vector<Rule>& rules);
  ~Confirm();

  // The matches of rule `rule` that lie in text[segment), left to right. After a match the search
  // goes on behind its secret, so a byte that bounds two tokens serves both. Some of them once
  // `deadline` is over.
  void find(uint32_t rule, std::string_view text, Span segment, std::vector<Match>& out,
            const Deadline& deadline = {}) const;

  // The matches of rule `rule` in what names of `text` are bound to.
  void find_bound(uint32_t rule, std::string_view text, std::span<const Binding> bindings,
                  std::vector<Match>& out) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The expression as confirm and the reference search it, or why it is none. A line rule's never
// matches a newline. Fails too when the expression matches the empty text or lacks the secret
// group.
Result<std::unique_ptr<re2::RE2>> compile_expression(const Rule& rule);

// All matches of `rule` in text[segment), as Confirm::find gives them; `index` is the rule's.
// A block rule's match is what matches from the leftmost place without going past its extent.
// `stepwise`: a way for few and short texts (confirm.cc); the matches are the same.
void find_all(const re2::RE2& expression, const Rule& rule, uint32_t index, std::string_view text,
              Span segment, bool stepwise, std::vector<Match>& out, const Deadline& deadline = {});

}  // namespace rekey
