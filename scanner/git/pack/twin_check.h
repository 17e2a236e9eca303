// TwinCheck: whether all copies of an object that several packs have are the same bytes.
//
// A walk gives each object once. Packs that say they have it too are passed over, and who made them
// may have put other bytes there: so that a harmless text is read, and what git shows, from another
// pack, is not. Bytes are compared by a sum that nobody outside the process can foresee: a
// polynomial modulo 2^61 - 1 at a point drawn at random (Carter and Wegman, "Universal classes of
// hash functions", 1979): two texts of n bytes have the same one with a probability of n / 2^63.
//
// Each thread of a walk fills a part of its own; differing() when all have ended.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/git/object/object.h"
#include "scanner/git/object/object_id.h"

namespace rekey {

struct Twin {
  ObjectId id;
  size_t pack = 0;  // the one that has other bytes under the id, or of which that is not known
};

class TwinCheck {
 public:
  class Part {
   public:
    void given(const IdView& id, ObjectType type, std::string_view bytes);
    void passed_over(const IdView& id, ObjectType type, std::string_view bytes, size_t pack);

   private:
    friend class TwinCheck;
    struct Sum {
      IdView id;
      uint64_t sum = 0;
      size_t pack = 0;
    };
    std::vector<Sum> given_, passed_over_;
  };

  explicit TwinCheck(size_t threads) : parts_(threads) {}

  Part& part(size_t thread) { return parts_[thread]; }
  // By id and pack.
  [[nodiscard]] std::vector<Twin> differing() const;

 private:
  std::vector<Part> parts_;
};

}  // namespace rekey
