// ProviderWordSearch: where named rules (rules/provider_words.h) may match: the prefilter's second
// half.
//
// One expression of the prefilter, extractor_expression(), ends at the first bytes of any value
// that is assigned to a credential's name. Around such an end the providers' words are looked for,
// all at once; a rule whose word is there, and whose value the bytes may be, gets a segment. So a
// rule costs nothing where its word is not.
//
// It errs on one side, as the prefilter does. Immutable; a ProviderWordScratch is one thread's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/bytes.h"
#include "scanner/base/deadline.h"
#include "scanner/base/result.h"
#include "scanner/match/prefilter/hyperscan.h"
#include "scanner/match/segment.h"
#include "scanner/rules/rule.h"

namespace rekey {

// What every match of a named rule has at the start of its value; reported behind
// kShortestProviderValue bytes of it.
std::string extractor_expression();

// The words of all named rules as a serialized Hyperscan database; empty when there is no such
// rule.
Result<std::string> compile_words(const std::vector<Rule>& rules);

struct ProviderWordScratch {
  static constexpr uint8_t kNotAsked = 2;

  Scratch hyperscan;
  std::vector<uint32_t> words;     // found around one place
  std::vector<uint8_t> may_begin;  // there, by what rules ask of the value: 0, 1 or kNotAsked
};

class ProviderWordSearch {
 public:
  // `database` is what compile_words() made of exactly these rules.
  static Result<std::unique_ptr<ProviderWordSearch>> create(std::string_view database,
                                                            const std::vector<Rule>& rules);
  ~ProviderWordSearch();

  [[nodiscard]] std::unique_ptr<ProviderWordScratch> make_scratch() const;

  // `ends`: where extractor_expression() ended in `text`, joined where close. Appends a segment for
  // each rule that may match there; in no order, they may overlap. Some of them once `deadline` is
  // over.
  void segments(std::string_view text, const std::vector<Span>& ends, const Deadline& deadline,
                ProviderWordScratch& scratch, std::vector<Segment>& out) const;

 private:
  struct Impl;
  explicit ProviderWordSearch(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rekey
