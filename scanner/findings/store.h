// FindingStore: gathers hits from many texts into findings: one a leak, with all its occurrences.
//
// A leak is a rule family and a secret; of its rules the one of highest rank names it. One
// thread's; stores of several threads are merged. What take() gives does not depend on the order of
// adding.
//
// Bounded: of more places than kMostPlaces those are kept that are first of their leak, then the
// most severe, then the oldest; of one leak's the kMostOfOne oldest. So a leak of very many places
// pushes no other out, and what is dropped when the store is full would be dropped in the end.
#pragma once

#include <cstdint>
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
  // Some 1.3 kB each.
  static constexpr size_t kMostPlaces = 100'000;
  static constexpr size_t kMostOfOne = 10'000;

  // `rules` outlives the store.
  explicit FindingStore(const std::vector<Rule>& rules) : rules_(&rules) {}

  void add(Hit hit);
  void merge(FindingStore&& other);

  [[nodiscard]] size_t places() const { return places_; }

  // Sorted as Report::findings; `rule` is an index in the rule set. Empties the store.
  std::vector<Finding> take();

  // Places that were added and that the latest take() did not give; 0 unless there were too many.
  [[nodiscard]] uint64_t left_out() const { return left_out_; }

 private:
  // A place, and what its hit says of the leak.
  struct Kept {
    uint32_t rule = 0;
    Confidence confidence = Confidence::kHigh;
    Occurrence at;
  };
  struct Leak {
    Secret secret;
    std::vector<Kept> places;
  };
  struct Ranked;  // a place in the order in which they are kept
  using Leaks = std::unordered_map<std::string, Leak>;

  void add_place(Leak& leak, Kept place);
  void tidy(Leak& leak);
  void shrink(size_t most);
  [[nodiscard]] Finding finding_of(const std::string& key, Leak& leak) const;

  const std::vector<Rule>* rules_;
  Leaks leaks_;         // by key
  size_t places_ = 0;   // in all leaks
  uint64_t added_ = 0;  // since the latest take()
  bool dropped_any_ = false;
  uint64_t left_out_ = 0;
};

// As Report::findings are.
void sort_findings(std::vector<Finding>& findings);

// Sets report.findings, with report.rules made of those rules that they name.
void put_findings(Report& report, std::vector<Finding> findings, const std::vector<Rule>& rules,
                  const std::function<Reset(size_t)>& reset);

}  // namespace rekey
