// Suppressions: what the project's files say about findings: ignore files and a baseline. The last
// step before a report: what of the found is new, what is known, what is allowed.
//
// Immutable once filled; any thread.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/findings/finding.h"
#include "scanner/rules/rule.h"
#include "scanner/suppress/baseline.h"
#include "scanner/suppress/ignore_file.h"

namespace rekey {

class Suppressions {
 public:
  // Each adds what `text`, the content of the file `name`, says. kUsage, starting with the file.
  Status add_ignore_file(std::string_view text, const std::string& name);
  Status add_baseline(std::string_view json, const std::string& name);
  // Lines that are no entry go to notes().
  void add_gitleaks_ignore(std::string_view text, const std::string& name);

  // For a person to know: one line each, starting with file:line.
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }
  [[nodiscard]] bool has_baseline() const { return has_baseline_; }
  // Whether something is looked up by Finding::fingerprint; what is of an earlier rekey is by key.
  [[nodiscard]] bool asks_fingerprints() const;

  // Sets status and reason of each of `findings`, whose rules are indexes in `rules`, and of their
  // places; `today` is YYYY-MM-DD. Counts what is suppressed.
  void apply(std::vector<Finding>& findings, const std::vector<Rule>& rules, std::string_view today,
             Stats& stats) const;

  // What the baseline has and `findings` have not: "rule  mask  path", sorted.
  [[nodiscard]] std::vector<std::string> stale(const std::vector<Finding>& findings) const;

 private:
  void apply_files(Finding& finding, const std::vector<Rule>& rules, std::string_view today) const;
  [[nodiscard]] const KnownLeak* known(const Finding& finding) const;
  [[nodiscard]] const GitleaksEntry* gitleaks_entry(const Occurrence& at,
                                                    const std::vector<Rule>& rules,
                                                    uint32_t rule) const;

  std::vector<IgnoreEntry> path_entries_;
  std::unordered_map<std::string, std::vector<IgnoreEntry>> by_fingerprint_;
  std::unordered_map<std::string, std::vector<GitleaksEntry>> gitleaks_;  // by path
  Baseline baseline_;
  bool has_baseline_ = false;
  std::vector<std::string> notes_;
};

}  // namespace rekey
