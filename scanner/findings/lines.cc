#include "scanner/findings/lines.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <utility>

#include "scanner/base/utf8.h"

namespace rekey {
namespace {

constexpr size_t kContextBytes = 256;
constexpr size_t kSide = 96;  // bytes of text kept before and after the secret when a line is cut
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

uint32_t utf16_units(std::string_view text) {
  uint32_t units = 0;
  while (!text.empty()) {
    if (static_cast<uint8_t>(text.front()) < 0x80) {
      ++units;
      text.remove_prefix(1);
      continue;
    }
    const CodePoint point = next_code_point(text);
    units += point.value >= 0x10000 ? 2 : 1;
    text.remove_prefix(point.size);
  }
  return units;
}

bool is_continuation(char c) {
  return (static_cast<uint8_t>(c) & 0xC0) == 0x80;
}

// The part of a line that is shown, and whether it is cut on its sides.
struct Window {
  size_t begin = 0, end = 0;
  bool cut_before = false, cut_after = false;
};

Window window_around(std::string_view text, const Span& secret) {
  Window window{secret.begin, secret.begin};
  const size_t least = secret.begin > kContextBytes ? secret.begin - kContextBytes : 0;
  while (window.begin > least && text[window.begin - 1] != '\n') --window.begin;
  window.cut_before = window.begin == least && least > 0 && text[least - 1] != '\n';
  // What follows the secret belongs to the line only when the secret has no newline in it.
  const size_t newline = text.substr(0, secret.end).find('\n', secret.begin);
  window.end = newline == std::string_view::npos ? secret.end : newline;
  if (newline != std::string_view::npos) return window;
  const size_t most = std::min(text.size(), secret.end + kContextBytes);
  while (window.end < most && text[window.end] != '\n') ++window.end;
  window.cut_after = window.end == most && most < text.size() && text[most] != '\n';
  return window;
}

// `text` cut to its last `size` bytes, or its first, at a character's boundary.
std::string_view last_bytes(std::string_view text, size_t size, bool& cut) {
  if (text.size() <= size) return text;
  cut = true;
  text.remove_prefix(text.size() - size);
  while (!text.empty() && is_continuation(text.front())) text.remove_prefix(1);
  return text;
}

std::string_view first_bytes(std::string_view text, size_t size, bool& cut) {
  if (text.size() <= size) return text;
  cut = true;
  while (size > 0 && is_continuation(text[size])) --size;
  return text.substr(0, size);
}

// The rolling hash over 100 UTF-16 code units of fingerprints.ts.
class LineHasher {
 public:
  void unit(uint16_t c) {
    if (c == ' ' || c == '\t' || (after_return_ && c == '\n')) {
      after_return_ = false;
      return;
    }
    after_return_ = c == '\r';
    if (after_return_) c = '\n';
    if (line_at_[index_] != 0) emit();
    if (line_start_) {
      line_start_ = false;
      line_at_[index_] = ++line_;
    }
    if (c == '\n') line_start_ = true;
    update(c);
  }

  void finish() {
    unit(65535);
    for (size_t i = 0; i < kWindow; ++i) {
      if (line_at_[index_] != 0) emit();
      update(0);
    }
  }

  // By line, from the first.
  [[nodiscard]] const std::vector<std::pair<uint64_t, uint32_t>>& values() const { return values_; }

 private:
  static constexpr size_t kWindow = 100;

  static constexpr uint64_t oldest_factor() {
    uint64_t factor = 1;
    for (size_t i = 0; i < kWindow; ++i) factor *= 37;
    return factor;
  }

  void update(uint16_t c) {
    const uint16_t oldest = window_[index_];
    window_[index_] = c;
    hash_ = 37 * hash_ + c - oldest_factor() * oldest;
    index_ = (index_ + 1) % kWindow;
  }

  void emit() {
    const size_t line = line_at_[index_];
    if (values_.size() < line) values_.resize(line);
    values_[line - 1] = {hash_, ++counts_[hash_]};
    line_at_[index_] = 0;
  }

  uint16_t window_[kWindow] = {};
  size_t line_at_[kWindow] = {};  // the line whose window starts here; 0 = none
  size_t index_ = 0, line_ = 0;
  uint64_t hash_ = 0;
  bool line_start_ = true, after_return_ = false;
  std::unordered_map<uint64_t, uint32_t> counts_;
  std::vector<std::pair<uint64_t, uint32_t>> values_;
};

std::string hash_text(const std::pair<uint64_t, uint32_t>& value) {
  char digits[17];
  const auto end = std::to_chars(digits, digits + sizeof digits, value.first, 16).ptr;
  return std::string(digits, end) + ":" + std::to_string(value.second);
}

}  // namespace

TextPosition LineCursor::at(size_t offset) {
  if (offset < seen_) *this = LineCursor(text_);
  while (newline_ < offset) {
    ++line_;
    line_begin_ = seen_ = newline_ + 1;
    units_ = 0;
    newline_ = text_.find('\n', seen_);
  }
  units_ += utf16_units(text_.substr(seen_, offset - seen_));
  seen_ = offset;
  return {line_, static_cast<uint32_t>(offset - line_begin_) + 1, units_ + 1};
}

std::string masked_context(std::string_view text, const Span& secret,
                           const std::vector<MaskedSpan>& masked) {
  const Window window = window_around(text, secret);
  auto next = std::partition_point(masked.begin(), masked.end(), [&](const MaskedSpan& span) {
    return span.span.end <= window.begin;
  });
  std::string parts[3];  // before the secret, its mask, behind it
  int part = 0;
  size_t done = window.begin;
  for (; next != masked.end() && next->span.begin < window.end; ++next) {
    if (next->span.begin > done) parts[part] += text.substr(done, next->span.begin - done);
    const bool own = next->span.overlaps(secret);
    parts[own ? 1 : part] += next->mask;
    if (own) part = 2;
    done = next->span.end;
  }
  if (done < window.end) parts[part] += text.substr(done, window.end - done);
  bool cut_before = window.cut_before, cut_after = window.cut_after;
  const bool whole = parts[0].size() + parts[1].size() + parts[2].size() <= kContextBytes;
  const size_t side = whole ? kContextBytes : kSide;
  const std::string_view before = last_bytes(parts[0], side, cut_before);
  const std::string_view behind = first_bytes(parts[2], side, cut_after);
  std::string out(cut_before ? kEllipsis : "");
  out.append(before).append(parts[1]).append(behind);
  if (cut_after) out += kEllipsis;
  return out;
}

std::string masked_part(std::string_view text, const Span& part,
                        const std::vector<MaskedSpan>& masked, bool keep_end) {
  Span seen = part;
  if (seen.size() > kContextBytes) {
    // A mask that the cut goes through stays whole, so nothing of its secret is shown.
    if (keep_end) {
      seen.begin = seen.end - kContextBytes;
    } else {
      seen.end = seen.begin + kContextBytes;
    }
  }
  auto next = std::partition_point(masked.begin(), masked.end(), [&](const MaskedSpan& span) {
    return span.span.end <= seen.begin;
  });
  std::string out;
  size_t done = seen.begin;
  for (; next != masked.end() && next->span.begin < seen.end; ++next) {
    if (next->span.begin > done) out += text.substr(done, next->span.begin - done);
    out += next->mask;
    done = next->span.end;
  }
  if (done < seen.end) out += text.substr(done, seen.end - done);
  return out;
}

std::vector<std::string> line_hashes_at(std::string_view text, const std::vector<size_t>& offsets) {
  LineHasher hasher;
  std::vector<size_t> lines;  // as the hash counts them: CR, LF and CRLF end a line
  size_t line = 0;
  auto wanted = offsets.begin();
  for (size_t i = 0; i < text.size();) {
    for (; wanted != offsets.end() && *wanted <= i; ++wanted) lines.push_back(line);
    const CodePoint point = next_code_point(text.substr(i));
    if (point.value >= 0x10000) {
      hasher.unit(static_cast<uint16_t>(0xD800 + ((point.value - 0x10000) >> 10)));
      hasher.unit(static_cast<uint16_t>(0xDC00 + ((point.value - 0x10000) & 0x3FF)));
    } else {
      hasher.unit(static_cast<uint16_t>(point.value));
    }
    const bool crlf = point.value == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (point.value == '\n' || (point.value == '\r' && !crlf)) ++line;
    i += point.size;
  }
  lines.resize(offsets.size(), line);
  hasher.finish();
  std::vector<std::string> out;
  out.reserve(lines.size());
  for (const size_t at : lines) out.push_back(hash_text(hasher.values().at(at)));
  return out;
}

}  // namespace rekey
