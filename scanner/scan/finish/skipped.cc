#include "scanner/scan/finish/skipped.h"

#include <algorithm>
#include <string>
#include <tuple>

namespace rekey {

void order_skipped(std::vector<Skipped>& skipped) {
  constexpr size_t kMost = 1000;
  const auto key = [](const Skipped& one) { return std::tie(one.what, one.why); };
  std::sort(skipped.begin(), skipped.end(),
            [&](const Skipped& a, const Skipped& b) { return key(a) < key(b); });
  const auto same = [&](const Skipped& a, const Skipped& b) { return key(a) == key(b); };
  skipped.erase(std::unique(skipped.begin(), skipped.end(), same), skipped.end());
  if (skipped.size() <= kMost) return;
  const size_t more = skipped.size() - kMost;
  skipped.resize(kMost);
  skipped.push_back({std::to_string(more) + " more", "could not be read either"});
}

}  // namespace rekey
