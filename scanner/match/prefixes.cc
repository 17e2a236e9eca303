#include "scanner/match/prefixes.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace rekey {
namespace {

constexpr size_t kShortest = 3;
constexpr size_t kTellsInside = 4;
constexpr uint32_t kOwnShape = 45;  // rank: known by its shape

// Words that programs give to values of their own.
constexpr std::array<std::string_view, 36> kWords = {
    "access", "account", "act", "api", "apikey", "app",  "base",       "cli",   "dapi",
    "db",     "ext",     "ey",  "eyj", "fm",     "git",  "http",       "https", "key",
    "live",   "master",  "mob", "org", "pat",    "perm", "private",    "prod",  "pub",
    "public", "sandbox", "sc",  "sdk", "secret", "sha",  "production", "sub",   "web"};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

// Whether the prefix names its provider: it has a mark, a digit or a capital besides lower-case
// letters, and the letters are no word of any program.
bool tells(std::string_view prefix) {
  if (prefix.size() < kShortest || std::all_of(prefix.begin(), prefix.end(), [](char c) {
        return is_letter(c) && !is_upper(c);
      })) {
    return false;
  }
  std::string letters;
  for (const char c : lowered(prefix)) {
    if (is_letter(c)) letters += c;
  }
  return letters.size() >= 2 && std::find(kWords.begin(), kWords.end(), letters) == kWords.end();
}

}  // namespace

Prefixes::Prefixes(const std::vector<Rule>& rules) {
  for (const Rule& rule : rules) {
    if (rule.foreign) continue;
    for (const std::string& prefix : rule.prefixes) {
      if (tells(prefix)) prefixes_.push_back(prefix);
    }
    for (const std::string& infix : rule.infixes) {
      if (infix.size() >= kTellsInside && tells(infix)) infixes_.push_back(infix);
    }
    if (rule.rank >= kOwnShape && tells(rule.mask_prefix)) prefixes_.push_back(rule.mask_prefix);
  }
  std::sort(prefixes_.begin(), prefixes_.end());
  prefixes_.erase(std::unique(prefixes_.begin(), prefixes_.end()), prefixes_.end());
  lowered_.reserve(prefixes_.size());
  for (const std::string& prefix : prefixes_) lowered_.push_back(lowered(prefix));
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
    if (lower.starts_with(lowered_[i]) || holds(prefix)) return true;
  }
  return false;
}

}  // namespace rekey
