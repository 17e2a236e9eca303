// Relaxed: an expression without the bounds of its repetitions, and where to see whether a match
// keeps to them.
//
// Every `x{n,m}` of a single byte x with a large m becomes the group `(x{n,})`: what RE2 compiles
// has a state a repetition, and this one has few. A match whose groups are all within their bounds
// is the one that the expression itself has: the ways through it are ways through the relaxed one,
// preferred in the same order. If one is beyond its bound the expression must be asked; where the
// relaxed one matches nowhere, nor does it. Repetitions in what is itself repeated keep their
// bounds: a group has only the last of its passes.
//
// An example: key=([a-z0-9]{20,40})\b becomes key=(([a-z0-9]{20,}))\b, and 40 is asked of the inner
// group. Behind "key=" with 30 letters the relaxed match is within the bound and is the match; with
// 50 it is beyond, and the expression itself is asked, which has none; "key=" with three letters
// has no relaxed match, and so none at all.
//
// Syntax: RE2's, https://github.com/google/re2/wiki/Syntax. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rekey {

struct Relaxed {
  std::string regex;
  // By group of it, from the first on: how many bytes it may have; 0: one of the expression's own,
  // which follow each other as they did.
  std::vector<uint32_t> bounds;
};

// None when there is nothing to relax, or syntax this does not know. `regex` is valid.
std::optional<Relaxed> relax(std::string_view regex);

}  // namespace rekey
