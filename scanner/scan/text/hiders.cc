#include "scanner/scan/text/hiders.h"

#include <algorithm>
#include <unordered_map>

#include "scanner/match/judge/overlaps.h"
#include "scanner/match/judge/surroundings.h"

namespace rekey {
namespace {

// For one generic finding; a line made to have more of them hides no more by the others.
constexpr size_t kMostHiders = 16;

size_t line_of(std::string_view text, size_t at) {
  return lines_of(text, {at, at}).begin;
}

bool may_hide(const RuleSet& set, const Candidate& one) {
  const Rule& rule = set.rules()[one.match.rule];
  return one.dropped == Dropped::kNot && rule.imported && !gives_way(rule) &&
         set.asks_origin(one.match.rule);
}

Hider hider_of(std::string_view text, const Match& match) {
  return {match.rule, Secret(std::string(match.secret.of(text))),
          Secret(std::string(match.span.of(text))),
          Secret(std::string(lines_of(text, match.span).of(text)))};
}

}  // namespace

void add_hiders(std::string_view text, const std::vector<Candidate>& candidates,
                const ScanContext& context, std::vector<Hit>& hits) {
  const RuleSet& set = context.options().matcher->rules();
  const auto generic = [&](const Hit& hit) { return gives_way(set.rules()[hit.rule]); };
  if (std::none_of(hits.begin(), hits.end(), generic)) return;
  std::unordered_map<size_t, std::vector<const Match*>> by_line;
  for (const Candidate& one : candidates) {
    if (may_hide(set, one)) by_line[line_of(text, one.match.secret.begin)].push_back(&one.match);
  }
  if (by_line.empty()) return;
  for (Hit& hit : hits) {
    if (!generic(hit)) continue;
    const auto found = by_line.find(line_of(text, hit.occurrence.start_byte));
    if (found == by_line.end()) continue;
    for (const Match* other : found->second) {
      if (hit.hidden_by.size() == kMostHiders) break;
      if (other->secret.of(text).find(hit.secret.reveal()) == std::string_view::npos) continue;
      hit.hidden_by.push_back(hider_of(text, *other));
    }
  }
}

}  // namespace rekey
