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

struct FindingStore::Ranked {
  bool is_first = false;  // of its leak
  Severity severity = Severity::kHigh;
  const std::string* leak = nullptr;
  Kept* place = nullptr;

  bool operator<(const Ranked& other) const {
    if (is_first != other.is_first) return is_first;
    if (severity != other.severity) return severity > other.severity;
    const auto ours = occurrence_key(place->at), theirs = occurrence_key(other.place->at);
    return ours != theirs ? ours < theirs : *leak < *other.leak;
  }
};

void FindingStore::add(Hit hit) {
  Leak& leak = leaks_[leak_key((*rules_)[hit.rule].family, hit.secret)];
  if (leak.places.empty()) leak.secret = std::move(hit.secret);
  ++added_;
  add_place(leak, {hit.rule, hit.confidence, std::move(hit.occurrence)});
}

// A quarter more than what is kept, so that to shrink costs each place little.
void FindingStore::add_place(Leak& leak, Kept place) {
  leak.places.push_back(std::move(place));
  ++places_;
  if (leak.places.size() > kMostOfOne + kMostOfOne / 4) tidy(leak);
  if (places_ > kMostPlaces + kMostPlaces / 4) shrink(kMostPlaces);
}

void FindingStore::merge(FindingStore&& other) {
  added_ += other.added_;
  dropped_any_ = dropped_any_ || other.dropped_any_;
  for (auto& [name, theirs] : other.leaks_) {
    for (Kept& one : theirs.places) {
      Leak& ours = leaks_[name];  // what the store shrinks to may lack it
      if (ours.places.empty()) ours.secret = theirs.secret;
      add_place(ours, std::move(one));
    }
  }
  other = FindingStore(*other.rules_);
}

// Sorted, each place once, and not too many.
void FindingStore::tidy(Leak& leak) {
  std::vector<Kept>& places = leak.places;
  places_ -= places.size();
  const auto key = [](const Kept& one) {
    return std::tuple_cat(occurrence_key(one.at), std::tie(one.rule, one.confidence));
  };
  std::sort(places.begin(), places.end(),
            [&](const Kept& a, const Kept& b) { return key(a) < key(b); });
  size_t kept = 0;
  for (size_t i = 1; i < places.size(); ++i) {
    Kept& last = places[kept];
    if (!same_place(last.at, places[i].at)) {
      if (++kept != i) places[kept] = std::move(places[i]);
      continue;
    }
    if (names_better(*rules_, places[i].rule, last.rule)) last.rule = places[i].rule;
    last.confidence = std::max(last.confidence, places[i].confidence);
  }
  const size_t distinct = places.empty() ? 0 : kept + 1;
  dropped_any_ = dropped_any_ || distinct > kMostOfOne;
  places.erase(places.begin() + static_cast<std::ptrdiff_t>(std::min(distinct, kMostOfOne)),
               places.end());
  places_ += places.size();
}

void FindingStore::shrink(size_t most) {
  for (auto& [name, leak] : leaks_) tidy(leak);
  if (places_ <= most) return;
  dropped_any_ = true;
  std::vector<Ranked> all;
  all.reserve(places_);
  for (auto& [name, leak] : leaks_) {
    for (Kept& place : leak.places) {
      const Severity severity = (*rules_)[place.rule].severity;
      all.push_back({&place == leak.places.data(), severity, &name, &place});
    }
  }
  const auto last = all.begin() + static_cast<std::ptrdiff_t>(most);
  std::nth_element(all.begin(), last, all.end());
  constexpr uint32_t kGoes = UINT32_MAX;
  std::for_each(last, all.end(), [](const Ranked& one) { one.place->rule = kGoes; });
  for (auto& [name, leak] : leaks_) {
    std::erase_if(leak.places, [](const Kept& one) { return one.rule == kGoes; });
    leak.places.shrink_to_fit();
  }
  std::erase_if(leaks_, [](const auto& one) { return one.second.places.empty(); });
  places_ = most;
}

Finding FindingStore::finding_of(const std::string& key, Leak& leak) const {
  Finding finding;
  finding.key = key;
  finding.rule = leak.places.front().rule;
  finding.confidence = leak.places.front().confidence;
  finding.occurrences.reserve(leak.places.size());
  for (Kept& place : leak.places) {
    if (names_better(*rules_, place.rule, finding.rule)) finding.rule = place.rule;
    finding.confidence = std::max(finding.confidence, place.confidence);
    finding.occurrences.push_back(std::move(place.at));
  }
  finding.severity = (*rules_)[finding.rule].severity;
  finding.secret = std::move(leak.secret);
  leak.places = {};
  return finding;
}

std::vector<Finding> FindingStore::take() {
  shrink(kMostPlaces);
  left_out_ = dropped_any_ ? added_ - places_ : 0;
  std::vector<Finding> out;
  out.reserve(leaks_.size());
  for (auto& [name, leak] : leaks_) out.push_back(finding_of(name, leak));
  leaks_.clear();
  places_ = 0;
  added_ = 0;
  dropped_any_ = false;
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
