#include "scanner/suppress/suppressions.h"

#include <algorithm>
#include <set>

namespace rekey {
namespace {

bool all_allowed(const Finding& finding) {
  return std::all_of(finding.occurrences.begin(), finding.occurrences.end(),
                     [](const Occurrence& at) { return at.allowed != Allowed::kNot; });
}

void count(const Finding& finding, Stats& stats) {
  for (const Occurrence& at : finding.occurrences) {
    if (at.allowed == Allowed::kByComment) ++stats.suppressed["comment"];
    if (at.allowed == Allowed::kByFile) ++stats.suppressed["ignore file"];
    const bool known = finding.status == FindingStatus::kBaseline && at.allowed == Allowed::kNot;
    if (known) ++stats.suppressed["baseline"];
  }
}

// What `entry` makes of a place that it is about.
void apply_entry(const IgnoreEntry& entry, const Rule& rule, std::string_view today,
                 Occurrence& at) {
  if (at.allowed != Allowed::kNot) return;
  MarkVerdict verdict = verdict_of(entry.terms, entry.place, rule, today);
  if (verdict.allowed) at.allowed = Allowed::kByFile;
  if (!verdict.reason.empty()) at.allow_reason = std::move(verdict.reason);
}

}  // namespace

Status Suppressions::add_ignore_file(std::string_view text, const std::string& name) {
  Result<std::vector<IgnoreEntry>> entries = parse_ignore_file(text, name);
  if (!entries) return entries.error();
  for (IgnoreEntry& entry : *entries) {
    if (entry.paths) {
      path_entries_.push_back(std::move(entry));
    } else {
      by_fingerprint_[entry.fingerprint].push_back(std::move(entry));
    }
  }
  return {};
}

Status Suppressions::add_baseline(std::string_view json, const std::string& name) {
  Result<Baseline> baseline = parse_baseline(json, name);
  if (!baseline) return baseline.error();
  baseline_.merge(*baseline);
  has_baseline_ = true;
  return {};
}

void Suppressions::add_gitleaks_ignore(std::string_view text, const std::string& name) {
  for (GitleaksEntry& entry : parse_gitleaks_ignore(text, name, notes_)) {
    gitleaks_[entry.path].push_back(std::move(entry));
  }
}

// An id that no rule here has is one of gitleaks' own: it stands for any rule at that place.
const GitleaksEntry* Suppressions::gitleaks_entry(const Occurrence& at,
                                                  const std::vector<Rule>& rules,
                                                  uint32_t rule) const {
  const auto found = gitleaks_.find(at.path);
  if (found == gitleaks_.end()) return nullptr;
  for (const GitleaksEntry& entry : found->second) {
    // gitleaks has the line of the match; what is written by hand may have the secret's.
    const bool on_line = entry.line == at.line || entry.line == at.match_line;
    if (!on_line || (!entry.commit.empty() && entry.commit != at.commit)) continue;
    const bool known = std::any_of(rules.begin(), rules.end(),
                                   [&](const Rule& one) { return one.id == entry.rule; });
    if (!known || entry.rule == rules[rule].id) return &entry;
  }
  return nullptr;
}

void Suppressions::apply_files(Finding& finding, const std::vector<Rule>& rules,
                               std::string_view today) const {
  const Rule& rule = rules[finding.rule];
  for (Occurrence& at : finding.occurrences) {
    for (const std::string* name : {&finding.fingerprint, &finding.key}) {
      const auto named = by_fingerprint_.find(*name);
      if (named == by_fingerprint_.end()) continue;
      for (const IgnoreEntry& entry : named->second) apply_entry(entry, rule, today, at);
    }
    if (at.place != Place::kFile) continue;
    for (const IgnoreEntry& entry : path_entries_) {
      if (at.allowed == Allowed::kNot && entry.paths->matches(at.path)) {
        apply_entry(entry, rule, today, at);
      }
    }
    if (at.allowed != Allowed::kNot || gitleaks_.empty()) continue;
    if (const GitleaksEntry* entry = gitleaks_entry(at, rules, finding.rule)) {
      at.allowed = Allowed::kByFile;
      at.allow_reason = entry->place;
    }
  }
}

bool Suppressions::asks_fingerprints() const {
  return !by_fingerprint_.empty() ||
         std::any_of(baseline_.begin(), baseline_.end(),
                     [](const auto& entry) { return !entry.second.is_old; });
}

const KnownLeak* Suppressions::known(const Finding& finding) const {
  for (const std::string* name : {&finding.fingerprint, &finding.key}) {
    const auto found = baseline_.find(*name);
    if (found != baseline_.end()) return &found->second;
  }
  return nullptr;
}

void Suppressions::apply(std::vector<Finding>& findings, const std::vector<Rule>& rules,
                         std::string_view today, Stats& stats) const {
  for (Finding& finding : findings) {
    apply_files(finding, rules, today);
    const KnownLeak* leak = known(finding);
    if (all_allowed(finding)) {
      finding.status = FindingStatus::kAllowed;
      finding.reason = finding.occurrences.front().allow_reason;
    } else if (leak != nullptr) {
      finding.status = FindingStatus::kBaseline;
      finding.reason = leak->reason;
    }
    count(finding, stats);
  }
}

std::vector<std::string> Suppressions::stale(const std::vector<Finding>& findings) const {
  std::set<std::string_view> found;
  for (const Finding& finding : findings) found.insert({finding.fingerprint, finding.key});
  std::vector<std::string> out;
  for (const auto& [fingerprint, leak] : baseline_) {
    if (!found.contains(fingerprint)) {
      out.push_back(leak.rule + "  " + leak.secret + "  " + leak.path);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace rekey
