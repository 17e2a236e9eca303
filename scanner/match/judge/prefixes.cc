#include "scanner/match/judge/prefixes.h"

#include <algorithm>
#include <array>

#include "scanner/base/ascii.h"

namespace rekey {
namespace {

constexpr size_t kShortest = 3;
constexpr size_t kTellsInside = 4;
constexpr size_t kGlued = 4;        // bytes before a prefix, for a token glued to a name
constexpr uint32_t kOwnShape = 45;  // rank: known by its shape

// Words that programs give to values of their own.
constexpr std::array<std::string_view, 36> kWords = {
    "access", "account", "act", "api", "apikey", "app",  "base",       "cli",   "dapi",
    "db",     "ext",     "ey",  "eyj", "fm",     "git",  "http",       "https", "key",
    "live",   "master",  "mob", "org", "pat",    "perm", "private",    "prod",  "pub",
    "public", "sandbox", "sc",  "sdk", "secret", "sha",  "production", "sub",   "web"};

// Whether the prefix names its provider: three bytes with a mark, or four with a digit, a mark or a
// capital, and the letters are no word of any program.
bool tells(std::string_view prefix) {
  const auto of_all = [&](auto test) { return std::all_of(prefix.begin(), prefix.end(), test); };
  if (prefix.size() < kShortest || of_all(is_lower)) return false;
  const bool has_mark = !of_all([](char c) { return is_letter(c) || is_digit(c); });
  if (prefix.size() == kShortest && !has_mark) return false;
  std::string letters;
  for (const char c : lowered(prefix)) {
    if (is_letter(c)) letters += c;
  }
  return letters.size() >= 2 && std::find(kWords.begin(), kWords.end(), letters) == kWords.end();
}

// More than letters, and long enough to tell in another case or behind a name.
bool tells_anywhere(std::string_view prefix) {
  return prefix.size() >= kTellsInside && !std::all_of(prefix.begin(), prefix.end(), is_letter);
}

// The first three bytes at `at`, which are there.
uint32_t start_of(std::string_view text, size_t at) {
  static_assert(kShortest == 3);
  const auto byte = [&](size_t i) { return uint32_t{static_cast<uint8_t>(text[at + i])}; };
  return byte(0) | byte(1) << 8U | byte(2) << 16U;
}

// Whether `test(number, at)` holds of one that may begin at a place up to `last` of the text.
template <typename ByStart, typename Test>
bool any_near_begin(const ByStart& by_start, std::string_view text, size_t last, const Test& test) {
  for (size_t at = 0; at <= last && at + kShortest <= text.size(); ++at) {
    const auto found = by_start.find(start_of(text, at));
    if (found == by_start.end()) continue;
    for (const uint32_t number : found->second) {
      if (test(number, at)) return true;
    }
  }
  return false;
}

}  // namespace

Prefixes::Prefixes(const std::vector<Rule>& rules) {
  for (const Rule& rule : rules) {
    if (rule.imported || rule.rank < kOwnShape) continue;
    add_named(rule);
    for (const std::string& prefix : rule.prefixes) {
      if (tells(prefix)) prefixes_.push_back(prefix);
    }
    for (const std::string& infix : rule.infixes) {
      if (infix.size() >= kTellsInside && tells(infix)) infixes_.push_back(infix);
    }
    if (tells(rule.mask_prefix)) prefixes_.push_back(rule.mask_prefix);
  }
  std::sort(prefixes_.begin(), prefixes_.end());
  prefixes_.erase(std::unique(prefixes_.begin(), prefixes_.end()), prefixes_.end());
  lowered_.reserve(prefixes_.size());
  for (const std::string& prefix : prefixes_) {
    const auto number = static_cast<uint32_t>(lowered_.size());
    lowered_.push_back(lowered(prefix));
    by_prefix_[start_of(prefix, 0)].push_back(number);
    if (tells_anywhere(prefix)) by_lowered_[start_of(lowered_.back(), 0)].push_back(number);
  }
}

void Prefixes::add_named(const Rule& rule) {
  constexpr size_t kShortestName = 4;
  const std::string word = rule.id.substr(0, rule.id.find('-'));
  if (word.size() < kShortestName) return;
  std::vector<std::string> all = rule.prefixes;
  all.push_back(rule.mask_prefix);
  for (const std::string& prefix : all) {
    if (prefix.size() < kShortest) continue;
    const auto number = static_cast<uint32_t>(named_.size());
    named_.push_back({lowered(prefix), word});
    by_named_[start_of(named_.back().prefix, 0)].push_back(number);
  }
}

bool Prefixes::mark_named(std::string_view value, std::string_view before) const {
  const std::string line = lowered(before), lower = lowered(value);
  return any_near_begin(by_named_, lower, kGlued, [&](uint32_t number, size_t at) {
    const Named& named = named_[number];
    return std::string_view(lower).substr(at).starts_with(named.prefix) &&
           line.find(named.provider) != std::string::npos;
  });
}

bool Prefixes::mark(std::string_view value) const {
  const auto holds = [&](const std::string& part) {
    return value.find(part) != std::string_view::npos;
  };
  if (std::any_of(infixes_.begin(), infixes_.end(), holds)) return true;
  const bool begins = any_near_begin(by_prefix_, value, kGlued, [&](uint32_t number, size_t at) {
    const std::string& prefix = prefixes_[number];
    return (at == 0 || tells_anywhere(prefix)) && value.substr(at).starts_with(prefix);
  });
  if (begins) return true;
  const std::string lower = lowered(value);
  return any_near_begin(by_lowered_, lower, 0, [&](uint32_t number, size_t) {
    return lower.starts_with(lowered_[number]);
  });
}

}  // namespace rekey
