#include "scanner/org/report/summary_report.h"

#include <map>
#include <utility>

#include "scanner/org/report/summary_formats.h"

namespace rekey {
namespace {

Place place_of(const std::string& name) {
  if (name == "commit-message") return Place::kCommitMessage;
  if (name == "tag-message") return Place::kTagMessage;
  if (name == "commit-header") return Place::kCommitHeader;
  if (name == "tag-header") return Place::kTagHeader;
  return name == "orphan" ? Place::kOrphan : Place::kFile;
}

Occurrence occurrence_of(const Summary& summary, const LeakPlace& at) {
  const SummaryRepository& repository = summary.repositories[at.repository];
  Occurrence out;
  out.place = place_of(at.place);
  if (out.place == Place::kFile) out.path = at.path;
  out.repository = repository.name;
  out.repository_url = repository.url;
  out.line = static_cast<uint32_t>(at.line);
  out.column = static_cast<uint32_t>(at.column);
  out.end_line = static_cast<uint32_t>(at.end_line);
  out.end_column = static_cast<uint32_t>(at.end_column);
  out.utf16_column = static_cast<uint32_t>(at.utf16_column);
  out.utf16_end_column = static_cast<uint32_t>(at.utf16_end_column);
  out.blob = at.blob;
  out.commit = at.commit;
  out.author = at.author;
  out.email = at.email;
  out.date = at.date;
  out.removed_in = at.removed_in;
  out.in_head = at.in_head;
  if (!at.refs.empty()) out.refs.push_back(at.refs);
  if (at.status == "allowed") out.allowed = Allowed::kByFile;
  out.allow_reason = at.reason;
  return out;
}

FindingStatus status_of(const Leak& leak) {
  if (leak.state != "open") return FindingStatus::kBaseline;
  return leak.is_suppressed ? FindingStatus::kAllowed : FindingStatus::kNew;
}

class Writing {
 public:
  explicit Writing(const Summary& summary) : summary_(summary) {
    out_.version = summary.version;
    out_.ruleset = summary.ruleset;
    out_.source = "Organisation";
    out_.note = round_text(summary) + ".";
    out_.over_repositories = true;
    out_.whole_history = true;
    out_.complete = summary.complete;
    out_.skipped = summary.skipped;
  }

  Report run() {
    for (const Leak& leak : summary_.leaks) out_.findings.push_back(finding_of(leak));
    return std::move(out_);
  }

 private:
  Finding finding_of(const Leak& leak) {
    Finding finding;
    finding.rule = rule_of(leak);
    finding.severity = leak.severity;
    finding.confidence = leak.confidence;
    finding.fingerprint = leak.id;
    finding.secret = Secret::of_mask(leak.masked);
    for (const LeakPlace& at : leak.places) {
      finding.occurrences.push_back(occurrence_of(summary_, at));
    }
    finding.status = status_of(leak);
    finding.reason = leak.note;
    const bool is_known = leak.exposure != Visibility::kUnknown;
    finding.standing =
        Standing{leak.state, is_known ? std::string(visibility_name(leak.exposure)) : "",
                 leak.owners, leak.repositories, leak.is_new};
    return finding;
  }

  uint32_t rule_of(const Leak& leak) {
    const auto next = static_cast<uint32_t>(out_.rules.size());
    const auto [at, is_new] = rules_.try_emplace({leak.rule, leak.exposure}, next);
    if (is_new) out_.rules.push_back({summary_.rules[leak.rule].rule, leak.reset});
    return at->second;
  }

  const Summary& summary_;
  std::map<std::pair<size_t, Visibility>, uint32_t> rules_;
  Report out_;
};

}  // namespace

Report report_of(const Summary& summary) {
  return Writing(summary).run();
}

}  // namespace rekey
