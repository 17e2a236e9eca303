#include "scanner/git/refs/ref.h"

#include <algorithm>
#include <array>
#include <utility>

#include "scanner/base/append.h"

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

// Libraries and files give names in order as it is, nearly always.
void sort_refs(std::vector<Ref>& refs) {
  constexpr size_t kClasses = 5;
  std::array<std::vector<Ref>, kClasses> classes;
  std::array<size_t, kClasses> counts{};
  for (const Ref& ref : refs) ++counts[static_cast<size_t>(ref_class(ref.name))];
  for (size_t i = 0; i < kClasses; ++i) classes[i].reserve(counts[i]);
  for (Ref& ref : refs) {
    const auto number = static_cast<size_t>(ref_class(ref.name));
    classes[number].push_back(std::move(ref));
  }
  refs.clear();
  const auto by_name = [](const Ref& a, const Ref& b) { return a.name < b.name; };
  for (std::vector<Ref>& all : classes) {
    if (!std::is_sorted(all.begin(), all.end(), by_name)) {
      std::sort(all.begin(), all.end(), by_name);
    }
    append(refs, std::move(all));
  }
}

const Ref* head_of(const std::vector<Ref>& refs) {
  return !refs.empty() && refs.front().name == "HEAD" ? &refs.front() : nullptr;
}

// In git's order (gitrevisions).
const Ref* ref_named(const std::vector<Ref>& refs, std::string_view name) {
  constexpr std::array<std::string_view, 6> kBefore = {
      "", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/", "refs/remotes/"};
  for (size_t i = 0; i < kBefore.size(); ++i) {
    std::string full(kBefore[i]);
    full += name;
    if (i + 1 == kBefore.size()) full += "/HEAD";
    const auto at =
        std::find_if(refs.begin(), refs.end(), [&](const Ref& ref) { return ref.name == full; });
    if (at != refs.end()) return &*at;
  }
  return nullptr;
}

}  // namespace rekey
