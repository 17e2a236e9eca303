#include "scanner/findings/known_secrets.h"

#include <algorithm>
#include <cstring>

#include "scanner/base/ascii.h"

namespace rekey {
namespace {

constexpr size_t kShortest = 6;        // bytes of a secret that is looked for
constexpr size_t kShortestName = 10;   // and in names
constexpr size_t kShortestWord = 16;   // of one that has nothing but letters
constexpr size_t kShortestLine = 16;   // of a line of a secret
constexpr size_t kShortestPiece = 8;   // of a secret at the end of an excerpt
constexpr size_t kLongestPiece = 300;  // excerpts are shorter
constexpr size_t kBits = 18;           // of a hash of the first bytes,
constexpr size_t kHashed = 4;          // so many
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_digit);
}

// "password", "Password", "db-password".
bool is_plain(std::string_view text) {
  return std::all_of(text.begin() + 1, text.end(), [](char c) {
    return is_lower(c) || c == '-' || c == '_' || c == '.' || c == ' ' || c == '/';
  });
}

// Of the first four bytes.
size_t start_of(std::string_view text) {
  uint32_t bytes = 0;
  std::memcpy(&bytes, text.data(), kHashed);
  return (bytes * 0x9E3779B1U) >> (32 - kBits);
}

bool has_bit(const std::vector<uint64_t>& bits, size_t bit) {
  return (bits[bit / 64] >> bit % 64 & 1) != 0;
}

void set_bit(std::vector<uint64_t>& bits, size_t bit) {
  bits[bit / 64] |= uint64_t{1} << bit % 64;
}

size_t common_size(std::string_view a, std::string_view b) {
  const size_t most = std::min(a.size(), b.size());
  return static_cast<size_t>(
      std::mismatch(a.begin(), a.begin() + static_cast<ptrdiff_t>(most), b.begin()).first -
      a.begin());
}

bool is_whole_word(std::string_view text, size_t at, size_t size) {
  const bool before = at > 0 && is_word(text[at - 1]) && is_word(text[at]);
  const size_t end = at + size;
  return !before && !(end < text.size() && is_word(text[end]) && is_word(text[end - 1]));
}

}  // namespace

void KnownSecrets::add(const Secret& secret, std::string_view mask_prefix) {
  const std::string_view value = secret.reveal();
  if (value.size() < kShortest || seen_.contains(secret.reveal())) return;
  const std::string mask = secret.masked(mask_prefix);
  add_part(value, mask);
  // Lines, whether they end by a byte or, within quotes, by "\n".
  size_t begin = 0;
  while (begin < value.size()) {
    const size_t end = std::min({value.find('\n', begin), value.find("\\n", begin), value.size()});
    const std::string_view line = value.substr(begin, end - begin);
    if (line.size() < value.size() && line.size() >= kShortestLine && !line.starts_with("-----")) {
      add_part(line, mask);
    }
    begin = end + (end < value.size() && value[end] == '\\' ? 2 : 1);
  }
}

void KnownSecrets::add_part(std::string_view value, const std::string& mask) {
  if (value.size() < kShortestWord && is_plain(value)) return;
  if (!seen_.emplace(value).second) return;
  Entry entry;
  entry.value = value;
  entry.mask = mask;
  entry.is_for_inside = value.size() >= kShortestName;
  entry.is_for_names = entry.is_for_inside && has_digit(value);
  entries_.push_back(std::move(entry));
}

void KnownSecrets::seal() {
  seen_.clear();
  std::sort(entries_.begin(), entries_.end(),
            [](const Entry& a, const Entry& b) { return a.value < b.value; });
  starts_.assign((size_t{1} << kBits) / 64, 0);
  ends_ = starts_;
  std::vector<size_t> open;  // each begins with the one before it
  for (size_t i = 0; i < entries_.size(); ++i) {
    Entry& entry = entries_[i];
    while (!open.empty() && !entry.value.starts_with(entries_[open.back()].value)) open.pop_back();
    if (!open.empty()) entry.shorter = static_cast<int64_t>(open.back());
    open.push_back(i);
    const std::string_view value = entry.value;
    set_bit(starts_, start_of(value));
    set_bit(ends_, start_of(value.substr(value.size() - kHashed)));
    std::string end =
        entry.value.substr(entry.value.size() - std::min(entry.value.size(), kLongestPiece));
    std::reverse(end.begin(), end.end());
    backwards_.emplace_back(std::move(end), static_cast<uint32_t>(i));
  }
  std::sort(backwards_.begin(), backwards_.end());
}

bool KnownSecrets::may_begin(std::string_view text) const {
  if (text.size() < kShortest) return false;
  return has_bit(starts_, start_of(text));
}

// What `text` begins with is no greater than it, and everything between the two begins with it as
// well: so the greatest entry that is not greater, or the longest of those it begins with.
const KnownSecrets::Entry* KnownSecrets::longest_at(std::string_view text, size_t at,
                                                    Where where) const {
  const std::string_view rest = text.substr(at);
  if (!may_begin(rest)) return nullptr;
  auto found = std::upper_bound(
      entries_.begin(), entries_.end(), rest,
      [](std::string_view value, const Entry& entry) { return value < entry.value; });
  if (found == entries_.begin()) return nullptr;
  const size_t same = common_size((--found)->value, rest);
  for (int64_t i = found - entries_.begin(); i >= 0;) {
    const Entry& entry = entries_[static_cast<size_t>(i)];
    i = entry.shorter;
    if (entry.value.size() > same) continue;
    if (where == Where::kName && !entry.is_for_names) continue;
    if (entry.is_for_inside || is_whole_word(text, at, entry.value.size())) return &entry;
  }
  return nullptr;
}

std::string KnownSecrets::masked(std::string_view text, Where where) const {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const Entry* found = entries_.empty() ? nullptr : longest_at(text, at, where);
    if (found == nullptr) {
      out += text[at++];
    } else {
      out += found->mask;
      at += found->value.size();
    }
  }
  return out;
}

// The secret that begins with all of `text`.
const KnownSecrets::Entry* KnownSecrets::begun_by(std::string_view text) const {
  if (!may_begin(text)) return nullptr;
  const auto found = std::lower_bound(
      entries_.begin(), entries_.end(), text,
      [](const Entry& entry, std::string_view value) { return entry.value < value; });
  return found != entries_.end() && found->value.starts_with(text) ? &*found : nullptr;
}

// The secret that ends with all of `text`.
const KnownSecrets::Entry* KnownSecrets::ended_by(std::string_view text) const {
  if (!has_bit(ends_, start_of(text.substr(text.size() - kHashed)))) return nullptr;
  const std::string wanted(text.rbegin(), text.rend());
  const auto found = std::lower_bound(
      backwards_.begin(), backwards_.end(), wanted,
      [](const auto& entry, const std::string& value) { return entry.first < value; });
  const bool is_one = found != backwards_.end() && found->first.starts_with(wanted);
  return is_one ? &entries_[found->second] : nullptr;
}

std::string KnownSecrets::masked_excerpt(std::string_view text, bool is_cut_before,
                                         bool is_cut_behind) const {
  if (entries_.empty()) return std::string(text);
  std::string out = masked(text, Where::kText);
  if (is_cut_before) {
    const size_t begin = out.starts_with(kEllipsis) ? kEllipsis.size() : 0;
    for (size_t size = std::min(out.size() - begin, kLongestPiece); size >= kShortestPiece;
         --size) {
      const Entry* found = ended_by(std::string_view(out).substr(begin, size));
      if (found == nullptr) continue;
      out.replace(begin, size, found->mask);
      break;
    }
  }
  if (is_cut_behind) {
    const size_t end = out.size() - (out.ends_with(kEllipsis) ? kEllipsis.size() : 0);
    for (size_t size = std::min(end, kLongestPiece); size >= kShortestPiece; --size) {
      const Entry* found = begun_by(std::string_view(out).substr(end - size, size));
      if (found == nullptr) continue;
      out.replace(end - size, size, found->mask);
      break;
    }
  }
  return out;
}

}  // namespace rekey
