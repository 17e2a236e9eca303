#include "scanner/match/confirm/bound.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <string>

#include "scanner/base/line.h"
#include "scanner/match/simd/random_run.h"
#include "scanner/rules/provider_words.h"

namespace rekey {
namespace {

constexpr size_t kMostBeforeName = 200;
// No format of a named rule has more bytes.
constexpr size_t kLongestOfProviders = 1024;

// What the expression is searched in; the value stands at its end but for `behind`.
struct Sentence {
  std::string text;
  size_t value = 0;  // where it begins
};

Sentence sentence_of(const Rule& rule, std::string_view text, const Binding& binding) {
  Sentence out;
  size_t begin = binding.name.begin;
  if (!rule.binding) begin = line_begin(text, begin, begin - std::min(begin, kMostBeforeName));
  out.text = text.substr(begin, binding.name.end - begin);
  const bool is_quoted = rule.binding && binding.is_quoted;
  out.text += !rule.binding ? "_key=" : is_quoted ? "=\"" : "=";
  out.value = out.text.size();
  out.text += binding.value.of(text);
  if (is_quoted) out.text += '"';
  return out;
}

}  // namespace

std::vector<Binding> provider_bindings(std::span<const Binding> bindings, std::string_view text) {
  std::vector<Binding> out;
  for (const Binding& one : bindings) {
    const std::string_view value = one.value.of(text);
    const bool fits = value.size() >= kShortestProviderValue && value.size() <= kLongestOfProviders;
    if (fits && has_random_run(value)) out.push_back(one);
  }
  return out;
}

void find_bound(const re2::RE2& expression, const Rule& rule, uint32_t index, std::string_view text,
                std::span<const Binding> bindings, std::vector<Match>& out) {
  constexpr int kGroups = 2;
  if (expression.NumberOfCapturingGroups() + 1 < kGroups) return;
  for (const Binding& binding : bindings) {
    const Sentence sentence = sentence_of(rule, text, binding);
    std::array<re2::StringPiece, kGroups> groups;
    const re2::StringPiece whole(sentence.text.data(), sentence.text.size());
    if (!expression.Match(whole, 0, whole.size(), RE2::UNANCHORED, groups.data(), kGroups))
      continue;
    const auto begin = static_cast<size_t>(groups[1].data() - whole.data());
    if (groups[1].empty() || begin < sentence.value) continue;
    // A named rule's value is all of what the name is bound to.
    if (!rule.binding && groups[1].size() != binding.value.size()) continue;
    const size_t secret = binding.value.begin + (begin - sentence.value);
    Match match;
    match.rule = index;
    match.confidence = rule.confidence;
    match.secret = {secret, secret + groups[1].size()};
    match.span = {std::min(binding.name.begin, binding.looked.begin), binding.looked.end};
    if (binding.value.begin > binding.name.begin) match.span.begin = binding.name.begin;
    out.push_back(match);
  }
}

}  // namespace rekey
