#include "scanner/match/judge/overlaps.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "scanner/match/judge/surroundings.h"

namespace rekey {
namespace {

constexpr uint32_t kHighestRank = 100;

// Disjoint spans: what is claimed already.
class Claimed {
 public:
  [[nodiscard]] bool overlaps(const Span& span) const {
    const auto after = begins_.upper_bound(span.begin);
    return after != begins_.end() && after->second < span.end;
  }
  void add(Span span) {
    for (auto at = begins_.upper_bound(span.begin); at != begins_.end() && at->second < span.end;) {
      span = {std::min(span.begin, at->second), std::max(span.end, at->first)};
      at = begins_.erase(at);
    }
    begins_.emplace(span.end, span.begin);
  }

 private:
  std::map<size_t, size_t> begins_;  // by end
};

// Imported generic findings that an imported specific one on the same line contains, wherever it
// is.
void drop_generic(std::string_view text, const RuleSet& set, std::vector<Candidate>& candidates) {
  std::map<size_t, std::vector<std::string_view>> specific;  // secrets by the begin of their line
  const auto line_of = [&](const Candidate& candidate) {
    const size_t begin = candidate.match.secret.begin;
    return lines_of(text, {begin, begin}).begin;
  };
  const auto counts = [&](const Candidate& candidate, bool generic) {
    const Rule& rule = set.rules()[candidate.match.rule];
    return candidate.dropped == Dropped::kNot && rule.imported && gives_way(rule) == generic;
  };
  const bool any = std::any_of(candidates.begin(), candidates.end(),
                               [&](const Candidate& one) { return counts(one, true); });
  if (!any) return;
  for (const Candidate& one : candidates) {
    if (!counts(one, false) || set.asks_origin(one.match.rule)) continue;
    specific[line_of(one)].push_back(one.match.secret.of(text));
  }
  for (Candidate& one : candidates) {
    if (!counts(one, true)) continue;
    const auto found = specific.find(line_of(one));
    if (found == specific.end()) continue;
    const std::string_view secret = one.match.secret.of(text);
    const bool contained = std::any_of(
        found->second.begin(), found->second.end(),
        [&](std::string_view other) { return other.find(secret) != std::string_view::npos; });
    if (contained) one.dropped = Dropped::kOverlap;
  }
}

}  // namespace

bool gives_way(const Rule& rule) {
  return rule.imported && rule.id.find("generic") != std::string::npos;
}

void resolve_overlaps(std::string_view text, const RuleSet& set,
                      std::vector<Candidate>& candidates) {
  const std::vector<Rule>& rules = set.rules();
  drop_generic(text, set, candidates);
  std::vector<Candidate*> order;
  for (Candidate& candidate : candidates) {
    if (candidate.dropped == Dropped::kNot) order.push_back(&candidate);
  }
  const auto key = [&](const Candidate& c) {
    return std::tuple(kHighestRank - std::min(rules[c.match.rule].rank, kHighestRank),
                      SIZE_MAX - c.match.secret.size(), c.match.secret.begin, c.match.rule);
  };
  std::sort(order.begin(), order.end(),
            [&](const Candidate* a, const Candidate* b) { return key(*a) < key(*b); });
  Claimed own, imported;
  for (Candidate* candidate : order) {
    const Span& secret = candidate->match.secret;
    const bool is_imported = rules[candidate->match.rule].imported;
    if (own.overlaps(secret) || (!is_imported && imported.overlaps(secret))) {
      candidate->dropped = Dropped::kOverlap;
    } else {
      (is_imported ? imported : own).add(secret);
    }
  }
}

}  // namespace rekey
