// LiteralSearch: what of a text the expressions for whole texts (prefilter.h) need to be searched
// in: the lines with one of the literals that every match has, and with a byte that the literal's
// expressions have beside it ("://" and "@"): nearly nothing of most texts. And where the words
// of credentials' names end (binding/credential_name.h), and the literals of wide rules
// (wide_rules.h).
//
// Immutable; any thread. LiteralFinds are one thread's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/base/bytes.h"
#include "scanner/base/result.h"
#include "scanner/match/binding/credential_name.h"
#include "scanner/match/prefilter/gathered.h"
#include "scanner/match/simd/literal_set.h"

namespace rekey {

// An expression for whole texts: its matches are within the line of each of their literals, or no
// farther than `reach` bytes from it.
struct WholeExpression {
  std::string regex;  // RE2 syntax
  bool line = true;
  size_t reach = 0;  // SIZE_MAX = any number
};

// `words` and `wide` are literals, too: of assigned rules and of wide ones.
std::string compile_literal_search(const std::vector<WholeExpression>& expressions,
                                   const std::vector<WordLiteral>& words,
                                   const std::vector<std::string>& wide);

// What a literal is one of.
struct LiteralUse {
  size_t word = 0;  // 1 and how many of its bytes are behind the word; 0: of none
  bool expression = false;
  size_t reach = 0;   // of the expressions
  char beside = 0;    // a byte that all of them have beside the literal; or NUL
  uint64_t wide = 0;  // its bit
};

struct LiteralFinds {
  bool whole = false;  // the whole text is to be searched, else
  Gathered lines;      // these windows
  std::vector<size_t> word_ends;
  uint64_t wide = 0;             // the literals of wide rules, by bit
  std::vector<LiteralHit> hits;  // scratch, as all that follows
  std::vector<Span> found;
  // By a byte that was asked for, the latest lines without it.
  std::vector<std::pair<char, Span>> lacking;
};

class LiteralSearch {
 public:
  LiteralSearch() = default;
  // `bytes` is what compile_literal_search() made. kMalformed when it is cut short.
  static Result<LiteralSearch> create(std::string_view bytes);

  void find(std::string_view text, LiteralFinds& out) const;

 private:
  void add_window(std::string_view text, const LiteralHit& hit, LiteralFinds& out) const;

  LiteralSet set_;
  std::vector<LiteralUse> uses_;  // by the literal
  bool whole_ = true;             // there is an expression without literals
};

}  // namespace rekey
