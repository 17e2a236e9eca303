// KeywordGate: imported rules that would slow down every text, searched only where their keywords
// are.
//
// An expression without a required literal (required_literal.h) makes Hyperscan look at each byte.
// An imported rule with such an expression and with keywords, of which its texts must have one, is
// compiled by itself; all keywords are searched at once, and only a text with a keyword of the rule
// is searched for the rule. Errs on one side, as the prefilter does. Immutable; a
// KeywordGateScratch is one thread's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/match/prefilter/hyperscan.h"
#include "scanner/match/segment.h"
#include "scanner/rules/rule.h"

namespace rekey {

// Whether the rule is searched behind the gate.
bool is_gated(const Rule& rule);

// `gated`: indexes of rules that Hyperscan takes. Empty for none.
Result<std::string> compile_keyword_gate(const std::vector<Rule>& rules,
                                         const std::vector<uint32_t>& gated);

struct KeywordGateScratch {
  Scratch hyperscan;
  std::vector<bool> open;  // by gated rule
};

class KeywordGate {
 public:
  // `bytes` is what compile_keyword_gate() made.
  static Result<std::unique_ptr<KeywordGate>> create(std::string_view bytes);
  ~KeywordGate();

  [[nodiscard]] std::unique_ptr<KeywordGateScratch> make_scratch() const;
  [[nodiscard]] bool empty() const;

  // Appends the whole text for every gated rule that may match in it.
  void segments(std::string_view text, KeywordGateScratch& scratch,
                std::vector<Segment>& out) const;

 private:
  struct Impl;
  explicit KeywordGate(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rekey
