#include "scanner/scan/marks.h"

#include <utility>

#include "scanner/findings/fingerprint.h"

namespace rekey {

uint32_t Marks::of(const Hit& hit) {
  const auto next = static_cast<uint32_t>(numbers_.size());
  std::string name = leak_key((*rules_)[hit.rule].family, hit.secret);
  if (hit.occurrence.allowed != Allowed::kNot) name += '+';
  return numbers_.try_emplace(std::move(name), next).first->second;
}

uint32_t Marks::of_path() {
  return numbers_.try_emplace("", static_cast<uint32_t>(numbers_.size())).first->second;
}

}  // namespace rekey
