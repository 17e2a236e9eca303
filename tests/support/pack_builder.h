// PackBuilder: a pack and its index byte by byte, right or wrong as a test asks.
//
// Nothing is compressed and ids are what the test says: no reader checks them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/git/object/object_id.h"

namespace rekey::test {

ObjectId id_number(uint32_t number);

// The pieces of an entry.
std::string entry_header(unsigned type, uint64_t size);
std::string zlib_stored(std::string_view bytes);
std::string delta_size(uint64_t size);  // as a delta's header has them
std::string delta_copy(uint32_t offset, uint32_t size);
std::string delta_insert(std::string_view bytes);  // up to 127

class PackBuilder {
 public:
  static constexpr unsigned kCommit = 1, kTree = 2, kBlob = 3, kTag = 4;

  // Each gives the entry's offset in the pack.
  uint64_t whole(const ObjectId& id, unsigned type, std::string_view bytes);
  uint64_t id_delta(const ObjectId& id, const ObjectId& base, std::string_view delta);
  uint64_t offset_delta(const ObjectId& id, uint64_t base, std::string_view delta);
  uint64_t raw(const ObjectId& id, std::string_view entry);
  // Only the index has it.
  void ghost(const ObjectId& id, uint64_t offset);

  // `folder`/pack-`name`.pack and .idx; the folder exists.
  void write(const std::string& folder, const std::string& name) const;

 private:
  struct Entry {
    ObjectId id;
    uint64_t offset = 0;
    uint32_t crc = 0;
  };
  std::string pack_ = std::string(12, '\0');
  std::vector<Entry> entries_;
};

}  // namespace rekey::test
