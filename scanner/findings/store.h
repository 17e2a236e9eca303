// FindingStore: gathers hits from many texts into findings: one a leak, with all its occurrences.
//
// A leak is a rule family and a secret; of its rules the one of highest rank names it. One
// thread's; stores of several threads are merged. What take() gives does not depend on the order of
// adding.
#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "scanner/findings/finding.h"
#include "scanner/rules/rule.h"

namespace rekey {

// A finding on the line of a generic one that hides it where it is reported itself.
struct Hider {
  uint32_t rule = 0;
  Secret secret, match, line;
};

// Hit: one secret at one place.
struct Hit {
  uint32_t rule = 0;  // index in the rule set
  Confidence confidence = Confidence::kHigh;
  Secret secret;
  Occurrence occurrence;
  bool is_dated = false;  // a comment allows it until a day, or did
  Secret match, line;     // what allowlists look at; for rules that ask (OriginFilter)
  std::vector<Hider> hidden_by;
};

class FindingStore {
 public:
  // `rules` outlives the store.
  explicit FindingStore(const std::vector<Rule>& rules) : rules_(&rules) {}

  void add(Hit hit);
  void merge(FindingStore&& other);

  // Sorted as Report::findings; `rule` is an index in the rule set. Empties the store.
  std::vector<Finding> take();

 private:
  const std::vector<Rule>* rules_;
  std::unordered_map<std::string, Finding> findings_;  // by key
};

// As Report::findings are.
void sort_findings(std::vector<Finding>& findings);

// Sets report.findings, with report.rules made of those rules that they name.
void put_findings(Report& report, std::vector<Finding> findings, const std::vector<Rule>& rules,
                  const std::function<Reset(size_t)>& reset);

}  // namespace rekey
