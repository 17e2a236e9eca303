#include "scanner/git/ref.h"

#include <algorithm>
#include <utility>

namespace rekey {
namespace {

int ref_class(const std::string& name) {
  if (name == "HEAD") return 0;
  if (name.starts_with("refs/heads/")) return 1;
  if (name.starts_with("refs/remotes/")) return 2;
  if (name.starts_with("refs/tags/")) return 3;
  return 4;
}

}  // namespace

void sort_refs(std::vector<Ref>& refs) {
  std::sort(refs.begin(), refs.end(), [](const Ref& a, const Ref& b) {
    return std::pair(ref_class(a.name), a.name) < std::pair(ref_class(b.name), b.name);
  });
}

}  // namespace rekey
