#include "scanner/match/prefixes.h"

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

}  // namespace

Prefixes::Prefixes(const std::vector<Rule>& rules) {
  for (const Rule& rule : rules) {
    if (rule.foreign || rule.rank < kOwnShape) continue;
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
  for (const std::string& prefix : prefixes_) lowered_.push_back(lowered(prefix));
}

void Prefixes::add_named(const Rule& rule) {
  constexpr size_t kShortestName = 4;
  const std::string word = rule.id.substr(0, rule.id.find('-'));
  if (word.size() < kShortestName) return;
  std::vector<std::string> all = rule.prefixes;
  all.push_back(rule.mask_prefix);
  for (const std::string& prefix : all) {
    if (prefix.size() >= kShortest) named_[word].push_back(lowered(prefix));
  }
}

bool Prefixes::mark_named(std::string_view value, std::string_view before) const {
  const std::string line = lowered(before), lower = lowered(value);
  return std::any_of(named_.begin(), named_.end(), [&](const auto& entry) {
    if (line.find(entry.first) == std::string::npos) return false;
    return std::any_of(entry.second.begin(), entry.second.end(),
                       [&](const std::string& prefix) { return lower.find(prefix) <= kGlued; });
  });
}

bool Prefixes::mark(std::string_view value) const {
  const auto holds = [&](const std::string& part) {
    return value.find(part) != std::string_view::npos;
  };
  if (std::any_of(infixes_.begin(), infixes_.end(), holds)) return true;
  const std::string lower = lowered(value);
  for (size_t i = 0; i < prefixes_.size(); ++i) {
    const std::string& prefix = prefixes_[i];
    if (value.starts_with(prefix)) return true;
    const bool letters = std::all_of(prefix.begin(), prefix.end(), is_letter);
    if (letters || prefix.size() < kTellsInside) continue;
    if (lower.starts_with(lowered_[i]) || value.find(prefix) <= kGlued) return true;
  }
  return false;
}

}  // namespace rekey
