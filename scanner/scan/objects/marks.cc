#include "scanner/scan/objects/marks.h"

#include <utility>

#include "scanner/findings/fingerprint.h"

namespace rekey {

uint32_t Marks::of(const Hit& hit) {
  std::string name = leak_key((*rules_)[hit.rule].family, hit.secret);
  if (hit.occurrence.allowed != Allowed::kNot) name += '+';
  return of_name(std::move(name));
}

uint32_t Marks::of_path() {
  return of_name("");
}

uint32_t Marks::of_name(std::string name) {
  return numbers_.try_emplace(std::move(name), static_cast<uint32_t>(numbers_.size()))
      .first->second;
}

std::vector<std::string> Marks::names() const {
  std::vector<std::string> out(numbers_.size());
  for (const auto& [name, number] : numbers_) out[number] = name;
  return out;
}

}  // namespace rekey
