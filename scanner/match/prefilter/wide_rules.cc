#include "scanner/match/prefilter/wide_rules.h"

#include <re2/filtered_re2.h>

#include <algorithm>

#include "scanner/match/regex/relaxed.h"
#include "scanner/match/regex/required_literal.h"

namespace rekey {
namespace {

// What tells from literals whether `rule` may match; null when it may match without any.
std::unique_ptr<re2::FilteredRE2> filter_of(const Rule& rule, std::vector<std::string>& literals) {
  // Whatever matches the rule's expression matches the relaxed one, which compiles in no time.
  const auto relaxed = relax(rule.regex);
  const std::string& regex = relaxed ? relaxed->regex : rule.regex;
  // Short ones first: of these every match has more. But not so short as the dashes of PEM.
  for (const int shortest : {6, 5, 4, 8, 12}) {
    auto filter = literal_filter(regex, shortest, false, literals);
    if (filter != nullptr) return filter;
  }
  return nullptr;
}

bool is_wide(const Rule& rule) {
  return rule.extent != 0 && rule.provider_words.empty() && !rule.regex.empty();
}

}  // namespace

WideRules::WideRules(const std::vector<Rule>& rules) {
  for (uint32_t i = 0; i < rules.size(); ++i) {
    if (!is_wide(rules[i])) continue;
    Wide wide;
    wide.rule = i;
    std::vector<std::string> own;
    wide.filter = filter_of(rules[i], own);
    if (wide.filter == nullptr) continue;
    for (std::string& literal : own) {
      auto at = std::find(literals_.begin(), literals_.end(), literal);
      if (at == literals_.end()) at = literals_.insert(at, std::move(literal));
      wide.literals.push_back(static_cast<size_t>(at - literals_.begin()));
    }
    wide_.push_back(std::move(wide));
    if (literals_.size() <= kMostLiterals) continue;
    literals_.clear();
    wide_.clear();
    return;
  }
}

WideRules::~WideRules() = default;

bool WideRules::tell_of(uint32_t rule) const {
  return std::any_of(wide_.begin(), wide_.end(),
                     [&](const Wide& wide) { return wide.rule == rule; });
}

std::vector<uint32_t> WideRules::possible(uint64_t literals) const {
  std::vector<uint32_t> out;
  for (const Wide& wide : wide_) {
    std::vector<int> atoms, found;
    for (size_t i = 0; i < wide.literals.size(); ++i) {
      if ((literals >> wide.literals[i] & 1) != 0) atoms.push_back(static_cast<int>(i));
    }
    wide.filter->AllPotentials(atoms, &found);
    if (!found.empty()) out.push_back(wide.rule);
  }
  return out;
}

}  // namespace rekey
