// LiteralSet: where the literals of a set stand in a text, in any case of ASCII letters.
//
// A literal is looked for by a part of it, a few bytes that texts have least often; vectors find
// where such parts may be (literal_places.h), a table of their first bytes which of them, and then
// the literal is compared. Immutable; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/match/simd/literal_places.h"

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

 private:
  struct Part {
    uint32_t literal = 0;
    uint32_t place = 0;  // in the literal
  };
  // Parts with the same first bytes, kShortestLiteral of them: parts_[first, first + count).
  struct Parts {
    uint32_t first = 0, count = 0;
  };
  static constexpr size_t kBucket = 4;
  // First bytes, each in the bucket of its hash; or 0.
  using Bucket = std::array<uint32_t, kBucket>;

  bool fill(const std::map<uint32_t, std::vector<Part>>& by_bytes, size_t buckets);
  [[nodiscard]] const Bucket& bucket_of(uint32_t bytes) const;
  size_t keep_parts(const char* bytes, uint16_t* places, size_t count) const;
  void look(std::string_view text, size_t at, uint32_t bytes, std::vector<LiteralHit>& out) const;

  std::vector<std::string> literals_;
  std::vector<Part> parts_;
  std::vector<Bucket> buckets_;
  std::vector<Parts> parts_of_;  // by the place in the buckets
  unsigned shift_ = 0;           // of the hash
  LiteralTables tables_;
};

}  // namespace rekey
