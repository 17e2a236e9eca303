#include "scanner/match/serialized.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace rekey {

Result<std::string> serialized(hs_database_t* database) {
  char* bytes = nullptr;
  size_t size = 0;
  const hs_error_t code = hs_serialize_database(database, &bytes, &size);
  hs_free_database(database);
  if (code != HS_SUCCESS) return Error{ErrorCode::kUsage, "Hyperscan: out of memory"};
  std::string out(bytes, size);
  std::free(bytes);
  return out;
}

Result<hs_database_t*> deserialized(std::string_view bytes) {
  hs_database_t* database = nullptr;
  if (bytes.empty()) return database;
  // Hyperscan wants its input aligned to 8 bytes.
  std::vector<uint64_t> copy;
  const char* data = bytes.data();
  if (reinterpret_cast<uintptr_t>(data) % sizeof(uint64_t) != 0) {
    copy.resize((bytes.size() + sizeof(uint64_t) - 1) / sizeof(uint64_t));
    std::memcpy(copy.data(), bytes.data(), bytes.size());
    data = reinterpret_cast<const char*>(copy.data());
  }
  if (hs_deserialize_database(data, bytes.size(), &database) == HS_SUCCESS) return database;
  return Error{ErrorCode::kMalformed,
               "compiled rules: made for another release of Hyperscan; build rekey again"};
}

}  // namespace rekey
