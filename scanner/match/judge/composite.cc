#include "scanner/match/judge/composite.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace rekey {
namespace {

struct Place {
  uint64_t line = 0, column = 0;  // of the secret's first byte
  bool operator<(const Place& other) const {
    return std::tie(line, column) < std::tie(other.line, other.column);
  }
};

uint64_t less_or_zero(uint64_t value, uint64_t by) {
  return value - std::min(value, by);
}

// The matches of one rule, for quick questions.
class Places {
 public:
  void add(const Place& place) {
    by_line_.push_back(place);  // comes in order
    columns_.push_back(place.column);
  }
  void close() { std::sort(columns_.begin(), columns_.end()); }

  [[nodiscard]] bool any_near(const Place& at, const Rule::Required& asked) const {
    if (by_line_.empty()) return false;
    if (asked.within_lines == kAnywhere && asked.within_columns == kAnywhere) return true;
    const uint64_t least = less_or_zero(at.column, asked.within_columns);
    const uint64_t most = at.column + asked.within_columns;
    if (asked.within_lines == kAnywhere) {
      const auto found = std::lower_bound(columns_.begin(), columns_.end(), least);
      return found != columns_.end() && *found <= most;
    }
    const uint64_t last = at.line + asked.within_lines;
    const bool any_column = asked.within_columns == kAnywhere;
    auto next = std::lower_bound(by_line_.begin(), by_line_.end(),
                                 Place{less_or_zero(at.line, asked.within_lines), 0});
    while (next != by_line_.end() && next->line <= last) {
      if (any_column) return true;
      const uint64_t line = next->line;
      next = std::lower_bound(next, by_line_.end(), Place{line, least});
      if (next != by_line_.end() && next->line == line && next->column <= most) return true;
      next = std::lower_bound(next, by_line_.end(), Place{line + 1, 0});
    }
    return false;
  }

 private:
  std::vector<Place> by_line_;
  std::vector<uint64_t> columns_;
};

// The places of `candidates`, one each.
std::vector<Place> places_of(std::string_view text, const std::vector<Candidate>& candidates) {
  std::vector<Place> out;
  uint64_t line = 1;
  size_t line_begin = 0;
  for (const Candidate& candidate : candidates) {
    const size_t at = candidate.match.secret.begin;
    for (size_t next = text.find('\n', line_begin); next < at; next = text.find('\n', next + 1)) {
      ++line;
      line_begin = next + 1;
    }
    out.push_back({line, at - line_begin + 1});
  }
  return out;
}

}  // namespace

void judge_composites(std::string_view text, const std::vector<Rule>& rules,
                      std::vector<Candidate>& candidates) {
  const auto rule_of = [&](const Candidate& one) -> const Rule& { return rules[one.match.rule]; };
  const auto counts = [](const Candidate& one) { return one.dropped == Dropped::kNot; };
  const bool asked = std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& one) {
    return counts(one) && !rule_of(one).required.empty();
  });
  if (asked) {
    const std::vector<Place> places = places_of(text, candidates);
    std::map<std::string_view, Places> by_rule;
    for (size_t i = 0; i < candidates.size(); ++i) {
      if (counts(candidates[i])) by_rule[rule_of(candidates[i]).id].add(places[i]);
    }
    for (auto& [id, all] : by_rule) all.close();
    for (size_t i = 0; i < candidates.size(); ++i) {
      if (!counts(candidates[i])) continue;
      const auto& required = rule_of(candidates[i]).required;
      const bool whole =
          std::all_of(required.begin(), required.end(), [&](const Rule::Required& one) {
            const auto found = by_rule.find(one.rule);
            return found != by_rule.end() && found->second.any_near(places[i], one);
          });
      if (!whole) candidates[i].dropped = Dropped::kContext;
    }
  }
  for (Candidate& one : candidates) {
    if (counts(one) && rule_of(one).skip_report) one.dropped = Dropped::kPart;
  }
}

}  // namespace rekey
