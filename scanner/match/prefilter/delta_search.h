// DeltaSearch: what the prefilter finds in a text that was made from another, without searching all
// of it again.
//
// An example, with a rule that matches "key=" and two digits:
//
//   base   "a=1\nkey=12\nb=2\n"               one end, at 10
//   delta  copy [0, 11), insert "c=3\n", copy [11, 15)
//   text   "a=1\nkey=12\nc=3\nb=2\n"          the end at 10 is carried; "c=3" is searched
//
// The first copy has every byte on which the end at 10 depends, so it is an end here, too. Of the
// rest only the line that was inserted is new.
//
// An end of a match (prefilter.h) depends on the bytes before it that the match may have, and on a
// look behind it. Where all of these were copied from the base, the end is one if and only if it
// was one there. So the base's ends are carried through the copies, and only windows around what
// was inserted or joined anew are searched: whole lines, or as many bytes as the widest match has.
// Windows are gathered in one buffer, for a search costs more to start than to run over some lines.
//
// Rules that are not bound to lines (keys in PEM form) are asked otherwise, for windows as wide as
// their matches would be no gain: each of their matches has certain literals (wide_rules.h), so a
// text has none while it lacks these. Literals seen are carried, too; from when a rule's are
// together, windows are as wide as it needs.
//
// Errs as the prefilter does, on the safe side: what confirm.h finds is the same. Immutable; any
// thread. The scratch is one thread's.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/bytes.h"
#include "scanner/base/copied_bytes.h"
#include "scanner/match/prefilter/gathered.h"
#include "scanner/match/prefilter/prefilter.h"
#include "scanner/match/prefilter/wide_rules.h"

namespace rekey {

// What is known of a text.
struct CarriedEnds {
  std::vector<EndRange> ends;
  uint64_t literals = 0;  // those of wide rules that were seen, by bit
  size_t size = 0;        // of the text
  bool usable = false;    // for texts made from it
  bool has_nul = false;   // a byte of it may be 0; false: none is
};

inline bool has_nul_byte(std::string_view text) {
  return text.find('\0') != std::string_view::npos;
}

struct DeltaSearchScratch {
  std::vector<Span> changed;
  Gathered gathered;
  std::vector<EndRange> found;
  uint64_t asked = 0;  // the latest question of wide_bytes, and its answer
  size_t answer = 0;
};

class DeltaSearch {
 public:
  // Both outlive it.
  DeltaSearch(const Prefilter& prefilter, const std::vector<Rule>& rules);

  // Whether an opening's end that was found in the text, a range, is worth carrying on: its lines
  // have something. Asked once where it is found; lines that change are searched again.
  using Keeps = std::function<bool(const Span& ends)>;

  // The ends in `text`, all of it searched when `base` is null or not usable. `for_others`: texts
  // may be made from this one; otherwise `out` is not usable.
  void find(std::string_view text, const CarriedEnds* base, std::span<const CopiedBytes> copies,
            bool for_others, const Keeps& keeps, PrefilterScratch& prefilter,
            DeltaSearchScratch& scratch, CarriedEnds& out) const;

 private:
  bool find_changed(std::string_view text, const CarriedEnds& base,
                    std::span<const CopiedBytes> copies, const Keeps& keeps,
                    PrefilterScratch& prefilter, DeltaSearchScratch& scratch,
                    CarriedEnds& out) const;
  void drop_empty(size_t from, const Keeps& keeps, std::vector<EndRange>& ends) const;
  size_t wide_bytes(uint64_t literals, DeltaSearchScratch& scratch) const;
  void delta_search_ends(std::string_view text, const CarriedEnds& base,
                         std::span<const CopiedBytes> copies, std::span<const Span> windows,
                         std::vector<EndRange>& out) const;
  [[nodiscard]] size_t safe_begin(std::string_view text, uint32_t rule,
                                  const CopiedBytes& copy) const;
  [[nodiscard]] size_t window_begin(std::string_view text, size_t at, size_t wide) const;
  [[nodiscard]] size_t window_end(std::string_view text, size_t at, size_t wide) const;
  bool make_windows(std::string_view text, size_t wide, DeltaSearchScratch& scratch) const;

  const Prefilter& prefilter_;
  WideRules wide_;
  bool enabled_ = false;
  size_t line_bytes_ = 0;    // what the widest line rule's match may have
  size_t prefix_bytes_ = 0;  // the same of the lead of named rules
  size_t narrow_bytes_ = 0;  // the same of rules bound neither to lines nor to literals
};

}  // namespace rekey
