#include "scanner/match/regex/required_literal.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <numeric>

#include "scanner/base/ascii.h"
#include "scanner/match/simd/literal_parts.h"

namespace rekey {
namespace {

constexpr size_t kShortest = 3;

// Whether a text may have a match that lacks all literals that are `missing`.
bool may_lack(const re2::FilteredRE2& filter, const std::vector<bool>& missing) {
  std::vector<int> seen, passed;
  for (size_t i = 0; i < missing.size(); ++i) {
    if (!missing[i]) seen.push_back(static_cast<int>(i));
  }
  filter.AllPotentials(seen, &passed);
  return !passed.empty();
}

// Bytes of 128 and more may be letters in some other case, to RE2.
bool is_usable(const std::string& literal) {
  return literal.size() >= kShortest && std::all_of(literal.begin(), literal.end(), [](char c) {
           return static_cast<unsigned char>(c) < 128;
         });
}

// Those that must stay for every match to have one; those that texts have most often go first.
std::vector<std::string> rarest(const re2::FilteredRE2& filter,
                                const std::vector<std::string>& literals) {
  std::vector<bool> missing(literals.size());
  std::transform(literals.begin(), literals.end(), missing.begin(), is_usable);
  if (may_lack(filter, missing)) return {};
  std::vector<double> shares(literals.size());
  std::transform(literals.begin(), literals.end(), shares.begin(), rarest_share);
  std::vector<size_t> order(literals.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return shares[a] > shares[b]; });
  for (const size_t one : order) {
    if (!missing[one]) continue;
    missing[one] = false;
    missing[one] = may_lack(filter, missing);
  }
  std::vector<std::string> out;
  for (size_t i = 0; i < literals.size(); ++i) {
    if (missing[i]) out.push_back(literals[i]);
  }
  return out;
}

char rarest_byte(const re2::FilteredRE2& filter, const std::vector<std::string>& literals) {
  char best = '\0';
  for (size_t i = 0; i < literals.size(); ++i) {
    std::vector<bool> missing(literals.size(), false);
    missing[i] = true;
    if (may_lack(filter, missing)) continue;
    for (const char c : literals[i]) {
      const bool rarer = best == '\0' || byte_share(c) < byte_share(best);
      if (static_cast<unsigned char>(c) < 128 && !is_letter(c) && rarer) best = c;
    }
  }
  return best;
}

}  // namespace

std::unique_ptr<re2::FilteredRE2> literal_filter(const std::string& regex, int shortest,
                                                 bool never_newline,
                                                 std::vector<std::string>& literals) {
  RE2::Options options(RE2::Latin1);
  options.set_log_errors(false);
  options.set_never_nl(never_newline);
  auto filter = std::make_unique<re2::FilteredRE2>(shortest);
  int number = 0;
  literals.clear();
  if (filter->Add(regex, options, &number) != RE2::NoError) return nullptr;
  filter->Compile(&literals);
  return may_lack(*filter, std::vector<bool>(literals.size(), true)) ? nullptr : std::move(filter);
}

bool has_required_literal(const Rule& rule) {
  std::vector<std::string> literals;
  return literal_filter(rule.regex, kShortest, rule.extent == 0, literals) != nullptr;
}

Required required(const std::string& regex) {
  std::vector<std::string> literals;
  const auto filter = literal_filter(regex, 1, false, literals);
  if (filter == nullptr) return {};
  return {rarest(*filter, literals), rarest_byte(*filter, literals)};
}

}  // namespace rekey
