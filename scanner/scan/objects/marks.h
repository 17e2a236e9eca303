// Marks: numbers for what attribution follows through history: a rule family's secret, with a
// comment that allows it or without: who takes the comment away brings the leak in. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "scanner/findings/store.h"

namespace rekey {

class Marks {
 public:
  // `rules` outlives this.
  explicit Marks(const std::vector<Rule>& rules) : rules_(&rules) {}

  // From 0, in the order in which they were asked for.
  uint32_t of(const Hit& hit);
  // The one of every file that a path rule is for.
  uint32_t of_path();

  // Marks of several threads become those of one by their names.
  uint32_t of_name(std::string name);
  [[nodiscard]] std::vector<std::string> names() const;  // by number

 private:
  const std::vector<Rule>* rules_;
  std::unordered_map<std::string, uint32_t> numbers_;
};

}  // namespace rekey
