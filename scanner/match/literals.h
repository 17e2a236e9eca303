// Literals: which of a few texts stand in a text, ASCII case ignored. Immutable; a LiteralScratch
// is one thread's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/match/hyperscan.h"

namespace rekey {

struct LiteralScratch {
  Scratch hyperscan;
};

class Literals {
 public:
  static constexpr size_t kMost = 64;

  // At most kMost. False when they cannot be searched. Once.
  bool compile(const std::vector<std::string>& texts);

  [[nodiscard]] std::unique_ptr<LiteralScratch> make_scratch() const;
  // Bit i: text number i.
  [[nodiscard]] uint64_t find(std::string_view text, LiteralScratch& scratch) const;

 private:
  Database database_;  // null: no texts
};

}  // namespace rekey
