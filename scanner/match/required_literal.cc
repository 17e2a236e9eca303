#include "scanner/match/required_literal.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <numeric>

#include "scanner/base/ascii.h"
#include "scanner/match/literal_parts.h"

namespace rekey {
namespace {

constexpr int kShortestLiteral = 3;

// Whether a text may have a match that lacks all literals that are `missing`.
bool may_lack(const re2::FilteredRE2& filter, const std::vector<bool>& missing) {
  std::vector<int> seen, passed;
  for (size_t i = 0; i < missing.size(); ++i) {
    if (!missing[i]) seen.push_back(static_cast<int>(i));
  }
  filter.AllPotentials(seen, &passed);
  return !passed.empty();
}

// Those that must stay for every match to have one, of all that the analysis gives; those that
// texts have most often go first.
std::vector<std::string> fewest(const re2::FilteredRE2& filter, std::vector<std::string> literals) {
  std::vector<size_t> order(literals.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return literals[a].size() < literals[b].size(); });
  std::vector<bool> missing(literals.size(), true);
  for (const size_t one : order) {
    missing[one] = false;
    if (may_lack(filter, missing)) missing[one] = true;
  }
  std::vector<std::string> out;
  for (size_t i = 0; i < literals.size(); ++i) {
    if (missing[i]) out.push_back(std::move(literals[i]));
  }
  return out;
}

// Bytes of 128 and more may be letters in some other case, to RE2.
bool is_ascii(std::string_view literal) {
  return std::all_of(literal.begin(), literal.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 128; });
}

}  // namespace

bool has_required_literal(const Rule& rule) {
  re2::FilteredRE2 filter(kShortestLiteral);
  RE2::Options options(RE2::Latin1);
  options.set_log_errors(false);
  options.set_never_nl(rule.extent == 0);
  int id = 0;
  if (filter.Add(re2::StringPiece(rule.regex), options, &id) != RE2::NoError) return false;
  std::vector<std::string> atoms;
  filter.Compile(&atoms);
  std::vector<int> passed;
  filter.AllPotentials({}, &passed);
  return passed.empty();
}

std::vector<std::string> required_literals(const std::string& regex) {
  RE2::Options options(RE2::Latin1);
  options.set_log_errors(false);
  for (int shortest = 6; shortest >= kShortestLiteral; --shortest) {
    re2::FilteredRE2 filter(shortest);
    int id = 0;
    if (filter.Add(re2::StringPiece(regex), options, &id) != RE2::NoError) return {};
    std::vector<std::string> literals;
    filter.Compile(&literals);
    if (may_lack(filter, std::vector<bool>(literals.size(), true))) continue;
    literals = fewest(filter, std::move(literals));
    if (std::all_of(literals.begin(), literals.end(), is_ascii)) return literals;
  }
  return {};
}

char required_byte(const std::string& regex) {
  RE2::Options options(RE2::Latin1);
  options.set_log_errors(false);
  re2::FilteredRE2 filter(1);
  int id = 0;
  if (filter.Add(re2::StringPiece(regex), options, &id) != RE2::NoError) return '\0';
  std::vector<std::string> literals;
  filter.Compile(&literals);
  char best = '\0';
  for (size_t i = 0; i < literals.size(); ++i) {
    std::vector<bool> missing(literals.size(), false);
    missing[i] = true;
    if (may_lack(filter, missing)) continue;
    for (const char c : literals[i]) {
      const bool rarer = best == '\0' || byte_share(c) < byte_share(best);
      if (is_ascii({&c, 1}) && !is_letter(c) && rarer) best = c;
    }
  }
  return best;
}

}  // namespace rekey
