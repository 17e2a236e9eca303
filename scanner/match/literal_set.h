// LiteralSet: where the literals of a set stand in a text, in any case of ASCII letters.
//
// A literal is looked for by a part of it, a few bytes that texts have least often; vectors find
// where such parts may be (literal_blocks.h), a table of their first bytes which of them, and then
// the literal is compared. Immutable; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/match/literal_blocks.h"

namespace rekey {

constexpr size_t kShortestLiteral = 3;

// As bytes (wire.h): the literals, the place of each one's part, and the tables. Every literal has
// kShortestLiteral bytes or more and no capitals.
std::string compile_literals(const std::vector<std::string>& literals);

struct LiteralHit {
  uint32_t literal = 0;  // its number in the set
  size_t begin = 0;      // where it stands, in bytes

  bool operator==(const LiteralHit&) const = default;
};

class LiteralSet {
 public:
  LiteralSet() = default;
  // `bytes` is what compile_literals() made. kMalformed when it is cut short.
  static Result<LiteralSet> create(std::string_view bytes);

  // Appends every place of every literal, by the place of its part.
  void find(std::string_view text, std::vector<LiteralHit>& out) const;

  [[nodiscard]] const std::vector<std::string>& literals() const { return literals_; }
  // The most bytes of one of them.
  [[nodiscard]] size_t longest() const { return longest_; }

 private:
  struct Part {
    uint32_t literal = 0;
    uint32_t place = 0;  // in the literal
  };
  // Parts by their first bytes, kShortestLiteral of them: parts_[first, first + count).
  struct Slot {
    uint32_t bytes = 0;
    uint32_t first = 0, count = 0;  // count 0: an empty slot
  };
  struct Table {
    std::vector<Slot> slots;  // by a hash of the bytes, or behind; at least half are empty
    unsigned shift = 0;       // of the hash
  };

  void fill(const std::map<uint32_t, std::vector<Part>>& by_bytes);
  void look(std::string_view text, size_t at, uint32_t bytes, std::vector<LiteralHit>& out) const;

  std::vector<std::string> literals_;
  std::vector<Part> parts_;
  Table table_;
  LiteralTables tables_;
  size_t longest_ = 0;
};

}  // namespace rekey
