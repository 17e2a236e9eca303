#include "scanner/findings/store.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "scanner/findings/fingerprint.h"

namespace rekey {
namespace {

auto occurrence_key(const Occurrence& o) {
  return std::tie(o.date, o.path, o.place, o.start_byte, o.end_byte, o.commit, o.blob, o.layers);
}

bool same_place(const Occurrence& a, const Occurrence& b) {
  return occurrence_key(a) == occurrence_key(b);
}

// Worst first, then where it is.
bool finding_less(const Finding& a, const Finding& b) {
  if (a.severity != b.severity) return a.severity > b.severity;
  const Occurrence& x = a.occurrences.front();
  const Occurrence& y = b.occurrences.front();
  return std::tie(x.path, x.place, x.line, x.column, x.start_byte, x.blob, a.key) <
         std::tie(y.path, y.place, y.line, y.column, y.start_byte, y.blob, b.key);
}

// Whether `rule` names a leak better than `other`: a total order, so that adding commutes.
bool names_better(const std::vector<Rule>& rules, uint32_t rule, uint32_t other) {
  return std::tuple(rules[rule].rank, other) > std::tuple(rules[other].rank, rule);
}

}  // namespace

void FindingStore::add(Hit hit) {
  const Rule& rule = (*rules_)[hit.rule];
  std::string name = leak_key(rule.family, hit.secret);
  auto [place, is_new] = findings_.try_emplace(std::move(name));
  Finding& finding = place->second;
  if (is_new) {
    finding.key = place->first;
    finding.secret = std::move(hit.secret);
    finding.confidence = hit.confidence;
  }
  if (is_new || names_better(*rules_, hit.rule, finding.rule)) finding.rule = hit.rule;
  finding.confidence = std::max(finding.confidence, hit.confidence);
  finding.occurrences.push_back(std::move(hit.occurrence));
}

void FindingStore::merge(FindingStore&& other) {
  for (auto& [name, theirs] : other.findings_) {
    auto [place, is_new] = findings_.try_emplace(name, std::move(theirs));
    if (is_new) continue;
    Finding& ours = place->second;
    if (names_better(*rules_, theirs.rule, ours.rule)) ours.rule = theirs.rule;
    ours.confidence = std::max(ours.confidence, theirs.confidence);
    std::move(theirs.occurrences.begin(), theirs.occurrences.end(),
              std::back_inserter(ours.occurrences));
  }
}

std::vector<Finding> FindingStore::take() {
  std::vector<Finding> out;
  out.reserve(findings_.size());
  for (auto& [name, finding] : findings_) {
    auto& places = finding.occurrences;
    std::sort(places.begin(), places.end(), [](const Occurrence& a, const Occurrence& b) {
      return occurrence_key(a) < occurrence_key(b);
    });
    places.erase(std::unique(places.begin(), places.end(), same_place), places.end());
    finding.severity = (*rules_)[finding.rule].severity;
    out.push_back(std::move(finding));
  }
  findings_.clear();
  sort_findings(out);
  return out;
}

void sort_findings(std::vector<Finding>& findings) {
  std::sort(findings.begin(), findings.end(), finding_less);
}

void put_findings(Report& report, std::vector<Finding> findings, const std::vector<Rule>& rules,
                  const std::function<Reset(size_t)>& reset) {
  std::map<std::string, uint32_t> used;  // by id: index in the rule set
  const auto use = [&](uint32_t rule) { used.emplace(rules[rule].id, rule); };
  for (const Finding& finding : findings) {
    use(finding.rule);
    for (const Occurrence& at : finding.occurrences) {
      for (const Part& part : at.parts) use(part.rule);
    }
  }
  std::map<uint32_t, uint32_t> numbers;
  report.rules.clear();
  for (const auto& [id, index] : used) {
    numbers[index] = static_cast<uint32_t>(report.rules.size());
    report.rules.push_back({rules[index], reset(index)});
  }
  for (Finding& finding : findings) {
    finding.rule = numbers[finding.rule];
    for (Occurrence& at : finding.occurrences) {
      for (Part& part : at.parts) part.rule = numbers[part.rule];
    }
  }
  report.findings = std::move(findings);
}

}  // namespace rekey
