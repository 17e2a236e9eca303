#include "scanner/git/refs/ref_name.h"

#include <algorithm>

namespace rekey {
namespace {

bool is_allowed(char c) {
  constexpr std::string_view kReserved = " ~^:?*[\\\x7f";
  return static_cast<unsigned char>(c) >= ' ' && kReserved.find(c) == std::string_view::npos;
}

bool is_component(std::string_view part) {
  return !part.empty() && !part.starts_with('.') && !part.ends_with(".lock");
}

// Every rule of check-ref-format but the one about the name's beginning.
bool is_well_formed(std::string_view name) {
  if (name.ends_with('.') || name.find("..") != std::string_view::npos ||
      name.find("@{") != std::string_view::npos ||
      !std::all_of(name.begin(), name.end(), is_allowed)) {
    return false;
  }
  for (;;) {
    const size_t slash = name.find('/');
    if (!is_component(name.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    name.remove_prefix(slash + 1);
  }
}

}  // namespace

bool is_ref_name(std::string_view name) {
  if (name == "HEAD") return true;
  const bool is_rooted = name.starts_with("refs/") || name.starts_with("worktrees/") ||
                         name.starts_with("main-worktree/");
  return is_rooted && is_well_formed(name);
}

}  // namespace rekey
