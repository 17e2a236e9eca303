#include "scanner/scan/text/unasked_secrets.h"

#include <iterator>

namespace rekey {
namespace {

constexpr size_t kMost = 100'000;

}  // namespace

void UnaskedSecrets::add(uint32_t rule, std::string_view secret) {
  const std::lock_guard lock(mutex_);
  all_.emplace(rule, secret);
  if (all_.size() > kMost) all_.erase(std::prev(all_.end()));
}

}  // namespace rekey
