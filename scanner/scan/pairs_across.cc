#include "scanner/scan/pairs_across.h"

#include <algorithm>
#include <map>
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

// The places of those findings for which `test` holds, if they are of one secret.
template <typename Test>
std::vector<PlaceOf> of_one_secret(const std::vector<PlaceOf>& places, const Test& test) {
  std::vector<PlaceOf> out;
  for (const PlaceOf& place : places) {
    if (!test(*place.finding)) continue;
    if (!out.empty() && out.front().finding != place.finding) return {};
    out.push_back(place);
  }
  return out;
}

Part part_of(const PlaceOf& half) {
  const Occurrence& at = *half.at;
  return {half.finding->rule, half.finding->secret, at.line,         at.column,
          at.end_line,        at.end_column,        at.utf16_column, at.utf16_end_column,
          at.start_byte,      at.end_byte,          at.path};
}

void pair_in_folder(const std::vector<PlaceOf>& places, const Pairs& pairs) {
  for (const PlaceOf& place : places) {
    const uint32_t rule = place.finding->rule;
    const std::vector<uint32_t>& wanted = pairs.halves(rule);
    if (wanted.empty() || !place.at->parts.empty()) continue;
    const auto owners = of_one_secret(places, [&](const Finding& one) { return one.rule == rule; });
    const auto halves = of_one_secret(places, [&](const Finding& one) {
      return std::binary_search(wanted.begin(), wanted.end(), one.rule);
    });
    if (owners.empty() || halves.empty()) continue;
    const bool beside = std::none_of(halves.begin(), halves.end(), [&](const PlaceOf& half) {
      return half.at->path == place.at->path;
    });
    if (beside) place.at->parts.push_back(part_of(halves.front()));
  }
}

}  // namespace

void pair_across_files(std::vector<Finding>& findings, const Pairs& pairs) {
  for (const auto& [folder, places] : folders_of(findings, pairs)) pair_in_folder(places, pairs);
}

}  // namespace rekey
