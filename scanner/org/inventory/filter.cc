#include "scanner/org/inventory/filter.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "scanner/suppress/path_glob.h"

namespace rekey {
namespace {

Result<std::vector<PathGlob>> globs_of(const std::vector<std::string>& patterns) {
  std::vector<PathGlob> out;
  for (const std::string& pattern : patterns) {
    Result<PathGlob> glob = PathGlob::parse(pattern);
    if (!glob) return Error{ErrorCode::kUsage, pattern + ": " + glob.error().message};
    out.push_back(*std::move(glob));
  }
  return out;
}

bool matches_any(const std::vector<PathGlob>& globs, std::string_view name) {
  return std::any_of(globs.begin(), globs.end(),
                     [&](const PathGlob& glob) { return glob.matches(name); });
}

// "group/app" of "host/group/app" and of "/group/app".
std::string_view without_host(std::string_view name) {
  const size_t slash = name.find('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

}  // namespace

Status apply(const Filter& filter, Inventory& inventory) {
  const Result<std::vector<PathGlob>> only = globs_of(filter.only);
  if (!only) return only.error();
  const Result<std::vector<PathGlob>> except = globs_of(filter.except);
  if (!except) return except.error();
  std::erase_if(inventory.repositories, [&](const Planned& one) {
    const std::string_view name = without_host(one.name);
    return (filter.no_archived && one.archived) || (filter.no_forks && !one.fork_of.empty()) ||
           (filter.most_kib > 0 && one.size_kib > filter.most_kib) ||
           (!only->empty() && !matches_any(*only, name)) || matches_any(*except, name);
  });
  return {};
}

}  // namespace rekey
