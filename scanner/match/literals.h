// Literals: which of a few texts stand in a text, ASCII case ignored. Immutable; a LiteralScratch
// is one thread's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct hs_database;
struct hs_scratch;

namespace rekey {

class LiteralScratch {
 public:
  LiteralScratch() = default;
  ~LiteralScratch();
  LiteralScratch(const LiteralScratch&) = delete;
  LiteralScratch& operator=(const LiteralScratch&) = delete;

 private:
  friend class Literals;
  hs_scratch* scratch_ = nullptr;
};

class Literals {
 public:
  Literals() = default;
  ~Literals();
  Literals(const Literals&) = delete;
  Literals& operator=(const Literals&) = delete;

  static constexpr size_t kMost = 64;

  // At most kMost. False when they cannot be searched. Once.
  bool compile(const std::vector<std::string>& texts);

  [[nodiscard]] std::unique_ptr<LiteralScratch> make_scratch() const;
  // Bit i: text number i.
  [[nodiscard]] uint64_t find(std::string_view text, LiteralScratch& scratch) const;

 private:
  hs_database* database_ = nullptr;  // null: no texts
};

}  // namespace rekey
