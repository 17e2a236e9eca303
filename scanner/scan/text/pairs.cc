#include "scanner/scan/text/pairs.h"

#include <algorithm>
#include <map>
#include <set>

#include "scanner/findings/lines.h"

namespace rekey {
namespace {

// Halves that must be near are looked for so far: a text of one endless line full of secrets would
// otherwise cost its square.
constexpr size_t kMaxGap = size_t{16} << 10;  // bytes

Span gap_between(const Span& a, const Span& b) {
  if (a.begin < b.begin) return {std::min(a.end, b.begin), b.begin};
  return {std::min(b.end, a.begin), a.begin};
}

// Whether at most `lines` line ends are between; 0 = however many.
bool is_near(std::string_view text, const Span& gap, uint32_t lines) {
  if (lines == 0) return true;
  if (gap.size() > kMaxGap) return false;
  const std::string_view between = gap.of(text);
  return std::count(between.begin(), between.end(), '\n') <= static_cast<std::ptrdiff_t>(lines);
}

}  // namespace

Pairs::Pairs(const RuleSet& rules) : wanted_(rules.rules().size()), is_half_(rules.rules().size()) {
  for (size_t i = 0; i < wanted_.size(); ++i) {
    const Pair& pair = rules.rules()[i].pair;
    for (const std::string& id : pair.with) {
      const auto index = rules.index_of(id);
      if (index && *index != i) wanted_[i].rules.push_back(static_cast<uint32_t>(*index));
    }
    std::sort(wanted_[i].rules.begin(), wanted_[i].rules.end());
    wanted_[i].within_lines = pair.within_lines;
    for (const uint32_t half : wanted_[i].rules) is_half_[half] = true;
  }
}

std::vector<const Match*> Pairs::take_pairs(std::string_view text,
                                            const std::vector<Candidate>& candidates,
                                            std::vector<Match>& matches) const {
  std::map<uint32_t, std::vector<const Match*>> halves;  // by the rule that asks: by secret.begin
  std::set<std::pair<size_t, uint32_t>> taken;           // by secret.begin and rule
  const auto halves_of = [&](uint32_t rule) -> const std::vector<const Match*>& {
    const auto [place, is_new] = halves.try_emplace(rule);
    if (!is_new) return place->second;
    const auto& with = wanted_[rule].rules;
    for (const Candidate& one : candidates) {
      if (one.dropped != Dropped::kNot) continue;
      if (std::binary_search(with.begin(), with.end(), one.match.rule)) {
        place->second.push_back(&one.match);
      }
    }
    return place->second;
  };
  std::vector<const Match*> found(matches.size());
  for (size_t i = 0; i < matches.size(); ++i) {
    const Wanted& wanted = wanted_[matches[i].rule];
    if (wanted.rules.empty()) continue;
    const Span& secret = matches[i].secret;
    const std::vector<const Match*>& all = halves_of(matches[i].rule);
    const auto behind = std::partition_point(all.begin(), all.end(), [&](const Match* half) {
      return half->secret.begin < secret.begin;
    });
    size_t best = SIZE_MAX;
    for (const auto at : {behind == all.begin() ? all.end() : std::prev(behind), behind}) {
      if (at == all.end()) continue;
      const Span gap = gap_between((*at)->secret, secret);
      if (gap.size() >= best || !is_near(text, gap, wanted.within_lines)) continue;
      best = gap.size();
      found[i] = *at;
    }
    if (found[i] != nullptr) taken.emplace(found[i]->secret.begin, found[i]->rule);
  }
  if (taken.empty()) return found;
  std::vector<Match> kept_matches;
  std::vector<const Match*> kept;
  for (size_t i = 0; i < matches.size(); ++i) {
    // A half that has a half itself stays: it is a credential of its own.
    const bool is_half = taken.contains({matches[i].secret.begin, matches[i].rule});
    if (is_half && found[i] == nullptr) continue;
    kept_matches.push_back(matches[i]);
    kept.push_back(found[i]);
  }
  matches = std::move(kept_matches);
  return kept;
}

void add_parts(std::string_view text, const std::vector<const Match*>& halves,
               std::vector<Hit>& hits) {
  std::map<size_t, const Match*> by_begin;  // positions are asked in rising order
  for (const Match* half : halves) {
    if (half != nullptr) by_begin.emplace(half->secret.begin, half);
  }
  std::map<size_t, Part> parts;
  LineCursor cursor(text);
  for (const auto& [at, half] : by_begin) {
    const TextPosition begin = cursor.at(at);
    LineCursor behind = cursor;
    const TextPosition end = behind.at(half->secret.end);
    parts[at] = {half->rule,
                 Secret(std::string(half->secret.of(text))),
                 begin.line,
                 begin.column,
                 end.line,
                 end.column,
                 begin.utf16_column,
                 end.utf16_column,
                 half->secret.begin,
                 half->secret.end,
                 {}};
  }
  for (size_t i = 0; i < hits.size(); ++i) {
    if (halves[i] != nullptr) hits[i].occurrence.parts = {parts[halves[i]->secret.begin]};
  }
}

}  // namespace rekey
