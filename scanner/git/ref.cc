#include "scanner/git/ref.h"

#include <algorithm>
#include <string_view>
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
    return std::pair(ref_class(a.name), std::string_view(a.name)) <
           std::pair(ref_class(b.name), std::string_view(b.name));
  });
}

}  // namespace rekey
