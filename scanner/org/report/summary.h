// Summary: what the state knows, grouped by secret, for reports.
//
// The same state gives the same summary whatever happened on the way to it: no worker, no duration
// and no time but days is in it. One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/findings/finding.h"
#include "scanner/org/inventory/planned.h"
#include "scanner/org/state/database.h"

namespace rekey {

struct SummaryRepository {
  std::string name, url, provider, fork_of, state, reason, head, authors;
  Visibility visibility = Visibility::kUnknown;
  bool archived = false;
  bool is_planned = true;  // in this round; else what is known of it is of an earlier one
};

struct LeakPlace {
  size_t repository = 0;  // index in Summary::repositories
  std::string place, path;
  int64_t line = 0, column = 0, end_line = 0, end_column = 0;
  int64_t utf16_column = 0, utf16_end_column = 0;
  std::string blob, commit, author, email, date, removed_in, refs, owners, status, reason;
  bool in_head = false;
};

struct Leak {
  std::string id;  // keyed: names the secret in this state
  std::string masked;
  int64_t length = 0;
  std::string state, note;     // open, reset, accepted, false-alarm: what people say
  std::string first_seen;      // YYYY-MM-DD
  bool is_new = false;         // seen in this round for the first time
  bool is_suppressed = false;  // every place is allowed or known
  size_t rule = 0;             // index in Summary::rules
  Severity severity = Severity::kInfo;
  Confidence confidence = Confidence::kLow;
  std::vector<LeakPlace> places;               // oldest first; at least one
  size_t repositories = 0;                     // how many have it
  bool in_head = false;                        // of any repository
  Visibility exposure = Visibility::kUnknown;  // the widest of its repositories
  std::string owners;  // a guess: CODEOWNERS of its places, else their repositories' last authors
  Reset reset;         // its steps in the order that the exposure asks for

  // Whether it is still somebody's job.
  [[nodiscard]] bool is_open() const { return state == "open" && !is_suppressed; }
};

struct Summary {
  std::string version, ruleset;
  int64_t round = 0;
  bool complete = true;  // every planned repository was read whole, and every source listed
  std::vector<SummaryRepository> repositories;  // by name
  std::vector<Skipped> skipped;                 // what was not read, and why
  std::map<std::string, int64_t> counts;        // planned repositories by state
  std::vector<ReportRule> rules;                // by id
  std::vector<Leak> leaks;  // open ones first, then severity, exposure, repositories, id
};

// `rule_named` gives a rule by its id; of one that it does not know only the id is shown.
Result<Summary> summarize(StateDatabase& database,
                          const std::function<ReportRule(const std::string&)>& rule_named);

// Every text of people and repositories in it: names, addresses, paths, refs, reasons, notes.
void each_text(Summary& summary, const std::function<void(std::string&)>& use);

}  // namespace rekey
