#include "scanner/scan/finish/pairs_across.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace rekey {
namespace {

struct PlaceOf {
  Finding* finding = nullptr;
  Occurrence* at = nullptr;
};

// What stands in one folder, in one commit.
using Folders = std::map<std::pair<std::string_view, std::string_view>, std::vector<PlaceOf>>;

std::string_view folder_of(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

Folders folders_of(std::vector<Finding>& findings, const Pairs& pairs) {
  Folders out;
  for (Finding& finding : findings) {
    if (pairs.halves(finding.rule).empty() && !pairs.is_half(finding.rule)) continue;
    for (Occurrence& at : finding.occurrences) {
      if (at.path.empty() || at.allowed != Allowed::kNot) continue;
      out[{at.commit, folder_of(at.path)}].push_back({&finding, &at});
    }
  }
  return out;
}

Part part_of(const PlaceOf& half) {
  const Occurrence& at = *half.at;
  return {half.finding->rule, half.finding->secret, at.line,         at.column,
          at.end_line,        at.end_column,        at.utf16_column, at.utf16_end_column,
          at.start_byte,      at.end_byte,          at.path};
}

// The halves that a rule may have in one folder, if they are of one secret, and the rule's own
// findings are, too.
struct Halves {
  std::optional<PlaceOf> first;      // none: nothing is to be paired
  std::set<std::string_view> paths;  // of all of them
};

// Whether the places for which `test` holds are of one secret; `use` gets each until it is known
// that they are not.
template <typename Test, typename Use>
bool of_one_secret(const std::vector<PlaceOf>& places, const Test& test, const Use& use) {
  const Finding* only = nullptr;
  for (const PlaceOf& place : places) {
    if (!test(*place.finding)) continue;
    if (only != nullptr && only != place.finding) return false;
    only = place.finding;
    use(place);
  }
  return only != nullptr;
}

Halves halves_of(uint32_t rule, const std::vector<PlaceOf>& places, const Pairs& pairs) {
  const std::vector<uint32_t>& wanted = pairs.halves(rule);
  Halves out;
  const bool own = of_one_secret(
      places, [&](const Finding& one) { return one.rule == rule; }, [](const PlaceOf&) {});
  if (!own) return out;
  const bool one = of_one_secret(
      places,
      [&](const Finding& finding) {
        return std::binary_search(wanted.begin(), wanted.end(), finding.rule);
      },
      [&](const PlaceOf& half) {
        if (!out.first) out.first = half;
        out.paths.insert(half.at->path);
      });
  return one ? out : Halves();
}

void pair_in_folder(const std::vector<PlaceOf>& places, const Pairs& pairs) {
  std::map<uint32_t, Halves> by_rule;  // asked for once, however many places a rule has
  for (const PlaceOf& place : places) {
    const uint32_t rule = place.finding->rule;
    if (pairs.halves(rule).empty() || !place.at->parts.empty()) continue;
    const auto [at, is_new] = by_rule.try_emplace(rule);
    if (is_new) at->second = halves_of(rule, places, pairs);
    const Halves& halves = at->second;
    if (!halves.first || halves.paths.contains(place.at->path)) continue;
    place.at->parts.push_back(part_of(*halves.first));
  }
}

}  // namespace

void pair_across_files(std::vector<Finding>& findings, const Pairs& pairs) {
  for (const auto& [folder, places] : folders_of(findings, pairs)) pair_in_folder(places, pairs);
}

}  // namespace rekey
