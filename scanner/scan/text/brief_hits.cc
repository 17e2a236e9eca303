#include "scanner/scan/text/brief_hits.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

namespace rekey {

uint64_t keep_worst(std::vector<Match>& matches, const std::vector<Rule>& rules) {
  if (matches.size() <= kMostHits) return 0;
  const uint64_t dropped = matches.size() - kMostHits;
  const auto worse = [&](const Match& a, const Match& b) {
    return std::tuple(rules[b.rule].severity, a.secret.begin, a.rule) <
           std::tuple(rules[a.rule].severity, b.secret.begin, b.rule);
  };
  const auto last = matches.begin() + static_cast<std::ptrdiff_t>(kMostHits);
  std::nth_element(matches.begin(), last, matches.end(), worse);
  matches.erase(last, matches.end());
  std::sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
    return std::tie(a.secret.begin, a.rule) < std::tie(b.secret.begin, b.rule);
  });
  return dropped;
}

void add_mark(const Span& match, const ScanContext& context, InlineMarks& marks, Hit& hit) {
  MarkVerdict verdict = marks.of(match, context.rules()[hit.rule], context.options().today);
  if (verdict.allowed) hit.occurrence.allowed = Allowed::kByComment;
  hit.occurrence.allow_reason = std::move(verdict.reason);
  hit.is_dated = verdict.is_dated;
}

std::vector<Hit> brief_hits(std::string_view text, const std::vector<Match>& matches,
                            const ScanContext& context) {
  std::vector<Hit> hits;
  hits.reserve(matches.size());
  InlineMarks marks(text);
  for (const Match& match : matches) {
    Hit& hit = hits.emplace_back();
    hit.rule = match.rule;
    hit.confidence = match.confidence;
    hit.secret = Secret(std::string(match.secret.of(text)));
    add_mark(match.span, context, marks, hit);
  }
  return hits;
}

Skipped left_out_places(uint64_t count) {
  return {"secrets", std::to_string(count) +
                         (count == 1 ? " more place of them is" : " more places of them are") +
                         " not listed: the most severe and the oldest are"};
}

}  // namespace rekey
