#include "scanner/suppress/severities.h"

#include <re2/re2.h>

#include <algorithm>
#include <string_view>

#include "scanner/findings/store.h"

namespace rekey {

struct Severities::Change {
  const SeverityChange* said = nullptr;
  std::vector<std::unique_ptr<re2::RE2>> paths;

  [[nodiscard]] bool is_for(std::string_view path) const {
    const re2::StringPiece piece(path.data(), path.size());
    return std::any_of(paths.begin(), paths.end(),
                       [&](const auto& one) { return RE2::PartialMatch(piece, *one); });
  }
};

Severities::Severities(const RuleSet& rules) : rules_(&rules) {}
Severities::Severities(Severities&&) noexcept = default;
Severities::~Severities() = default;

Result<Severities> Severities::create(const RuleSet& rules) {
  Severities out(rules);
  for (const SeverityChange& said : rules.severities()) {
    if (said.paths.empty()) continue;
    Change& change = out.changes_.emplace_back();
    change.said = &said;
    for (const std::string& path : said.paths) {
      RE2::Options options(RE2::Latin1);
      options.set_log_errors(false);
      change.paths.push_back(std::make_unique<RE2>(path, options));
      if (!change.paths.back()->ok()) {
        return Error{ErrorCode::kUsage,
                     said.place + ": severity: bad regex: " + change.paths.back()->error()};
      }
    }
  }
  return out;
}

Severity Severities::at(uint32_t rule, const Occurrence& place) const {
  const Rule& asked = rules_->rules()[rule];
  if (place.place != Place::kFile) return asked.severity;
  const auto last = std::find_if(changes_.rbegin(), changes_.rend(), [&](const Change& change) {
    return is_about(*change.said, asked) && change.is_for(place.path);
  });
  return last == changes_.rend() ? asked.severity : last->said->severity;
}

Severity Severities::worst(uint32_t rule) const {
  const Rule& asked = rules_->rules()[rule];
  Severity worst = asked.severity;
  for (const Change& change : changes_) {
    if (is_about(*change.said, asked)) worst = std::max(worst, change.said->severity);
  }
  return worst;
}

size_t Severities::apply(std::vector<Finding>& findings, Severity least) const {
  if (empty()) return 0;
  size_t taken = 0;
  for (Finding& finding : findings) {
    finding.severity = Severity::kInfo;
    taken += std::erase_if(finding.occurrences, [&](const Occurrence& place) {
      const Severity here = at(finding.rule, place);
      finding.severity = std::max(finding.severity, here);
      return here < least;
    });
  }
  std::erase_if(findings, [](const Finding& finding) { return finding.occurrences.empty(); });
  sort_findings(findings);
  return taken;
}

}  // namespace rekey
