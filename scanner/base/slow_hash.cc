#include "scanner/base/slow_hash.h"

#include <argon2.h>

namespace rekey {
namespace {

constexpr uint32_t kPasses = 1;
constexpr uint32_t kMemory = 4096;  // KiB
constexpr uint32_t kLanes = 1;

}  // namespace

std::optional<std::array<uint8_t, 32>> slow_hash(std::string_view bytes, std::string_view salt) {
  std::array<uint8_t, 32> out{};
  const int error = argon2id_hash_raw(kPasses, kMemory, kLanes, bytes.data(), bytes.size(),
                                      salt.data(), salt.size(), out.data(), out.size());
  if (error != ARGON2_OK) return std::nullopt;
  return out;
}

}  // namespace rekey
