// UnaskedSecrets: secrets of a scan that its options keep out of the report: of rules that were not
// asked for, or too unsure. The lines that the report does show may have them. Any thread.
#pragma once

#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace rekey {

class UnaskedSecrets {
 public:
  // `rule` is an index in the rule set. Of more than 100,000 the least by rule and value are kept.
  void add(uint32_t rule, std::string_view secret);

  // Once no other thread adds any more.
  [[nodiscard]] const std::set<std::pair<uint32_t, std::string>>& all() const { return all_; }

 private:
  std::mutex mutex_;
  std::set<std::pair<uint32_t, std::string>> all_;
};

}  // namespace rekey
