#include "scanner/scan/text/wide_stretches.h"

#include <algorithm>

#include "scanner/scan/text/wide_cores.h"

namespace rekey {
namespace {

constexpr size_t kPlainRun = 8;     // bytes that are never taken for other characters
constexpr size_t kMostTried = 128;  // bytes to each side that decide on an order

bool reads_as_text(char32_t c) {
  if (c < 0x20) return c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
  if (c >= 0x7F && c <= 0x9F) return false;
  if (c >= 0xE000 && c <= 0xF8FF) return false;  // private
  if (c >= 0xFDD0 && c <= 0xFDEF) return false;
  return c != kNoCharacter && (c & 0xFFFEU) != 0xFFFE;
}

bool is_all_plain(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), is_plain_byte);
}

// Takes characters on while they read as text; `limit`: no further.
size_t grown_right(std::string_view text, size_t at, size_t limit, WideEncoding encoding) {
  if (at >= limit) return at;
  const size_t unit = unit_size(encoding);
  const std::string_view readable = text.substr(0, limit);
  const auto whole_units = [&](size_t end) { return at + (end - at) / unit * unit; };
  size_t end = at, run = 0;  // plain bytes before `end`
  while (limit - end >= unit) {
    const WideCharacter next = wide_character_at(readable, end, encoding);
    if (!reads_as_text(next.character)) break;
    if (end == at && is_all_plain(text.substr(end, next.bytes))) break;
    for (size_t i = 0; i < next.bytes; ++i) {
      run = is_plain_byte(text[end + i]) ? run + 1 : 0;
      if (run == kPlainRun) return whole_units(end + i + 1 - run);
    }
    end += next.bytes;
  }
  size_t all = run;
  for (size_t i = end; run > 0 && all < kPlainRun && i < text.size() && is_plain_byte(text[i]); ++i)
    ++all;
  return all < kPlainRun ? end : whole_units(end - run);
}

// The same to the left.
size_t grown_left(std::string_view text, size_t at, size_t limit, WideEncoding encoding) {
  if (at <= limit) return at;
  const size_t unit = unit_size(encoding);
  const std::string_view readable = text.substr(limit);
  const auto whole_units = [&](size_t begin) { return at - (at - begin) / unit * unit; };
  size_t begin = at, run = 0;  // plain bytes from `begin` on
  while (begin - limit >= unit) {
    const WideCharacter next = wide_character_before(readable, begin - limit, encoding);
    if (!reads_as_text(next.character)) break;
    if (begin == at && is_all_plain(text.substr(begin - next.bytes, next.bytes))) break;
    for (size_t i = 1; i <= next.bytes; ++i) {
      run = is_plain_byte(text[begin - i]) ? run + 1 : 0;
      if (run == kPlainRun) return whole_units(begin - i + run);
    }
    begin -= next.bytes;
  }
  size_t all = run;
  for (size_t i = begin; run > 0 && all < kPlainRun && i > limit && is_plain_byte(text[i - 1]); --i)
    ++all;
  return all < kPlainRun ? begin : whole_units(begin + run);
}

// What NULs and plain bytes in turn are when the units begin at `begin`.
WideStretch read_as(WideEncoding encoding, size_t begin, size_t end) {
  const size_t unit = unit_size(encoding);
  return {begin, begin + (end - begin) / unit * unit, encoding};
}

// How well the core and what is around it read that way.
struct Score {
  size_t plain = 0, all = 0;  // characters

  bool operator==(const Score&) const = default;
  [[nodiscard]] bool beats(const Score& other) const {
    return plain != other.plain ? plain > other.plain : all > other.all;
  }
};

// In the wrong order, ASCII loses a character wherever other letters stand beside it, so there is
// less of it. Two plain bytes are no character here: they are rather what they say than Chinese.
Score score_of(std::string_view text, size_t limit, const WideStretch& core) {
  const size_t unit = unit_size(core.encoding);
  const size_t left = core.begin - std::min(core.begin - limit, kMostTried);
  const size_t right = std::min(text.size(), core.end + kMostTried);
  const size_t units = (core.end - core.begin) / unit;
  Score score{units, units};
  const auto counts = [&](const WideCharacter& next, size_t begin) {
    const bool reads =
        reads_as_text(next.character) && !is_all_plain(text.substr(begin, next.bytes));
    score.all += reads ? 1 : 0;
    score.plain += reads && next.character < 0x7F ? 1 : 0;
    return reads;
  };
  const std::string_view readable = text.substr(0, right);
  for (size_t begin = core.begin; begin - left >= unit;) {
    const WideCharacter next = wide_character_before(text, begin, core.encoding);
    if (next.bytes > begin - left) break;
    begin -= next.bytes;
    if (!counts(next, begin)) break;
  }
  for (size_t end = core.end; right - end >= unit;) {
    const WideCharacter next = wide_character_at(readable, end, core.encoding);
    if (!counts(next, end)) break;
    end += next.bytes;
  }
  return score;
}

// A core, and all of the NULs and plain bytes in turn that it is read from: they may be a byte more
// to either side. When that is a plain one and the order is not sure, nothing grows over it: it is
// part of what is written there in the other order, and stays where it stands.
struct Core {
  WideStretch read;
  size_t begin = 0, end = 0;
  bool is_sure = false;

  [[nodiscard]] bool grows_left(std::string_view text) const {
    return is_sure || begin >= read.begin || !is_plain_byte(text[read.begin - 1]);
  }
  [[nodiscard]] bool grows_right(std::string_view text) const {
    return is_sure || end <= read.end || !is_plain_byte(text[read.end]);
  }
};

// The core whose first NUL stands at `nul`; what is before `limit` belongs to `before`, which may
// be null.
Core core_at(std::string_view text, size_t limit, size_t nul, const WideStretch* before) {
  const bool is_wide = text[nul + 1] == '\0';
  const size_t unit = is_wide ? 4 : 2;
  size_t end = nul;
  while (end < text.size() &&
         ((end - nul) % unit == unit - 1 ? is_plain_byte(text[end]) : text[end] == '\0')) {
    ++end;
  }
  const bool begins_plain = nul > limit && is_plain_byte(text[nul - 1]);
  const size_t begin = begins_plain ? nul - 1 : nul;
  const WideStretch little = read_as(is_wide ? WideEncoding::kUtf32Le : WideEncoding::kUtf16Le,
                                     begins_plain ? begin : nul + unit - 1, end);
  const WideStretch big =
      read_as(is_wide ? WideEncoding::kUtf32Be : WideEncoding::kUtf16Be, nul, end);
  const Score by_little = score_of(text, limit, little), by_big = score_of(text, limit, big);
  if (by_little != by_big) {
    const WideStretch& better = by_little.beats(by_big) ? little : big;
    const size_t most = std::max(by_little.plain, by_big.plain);
    const size_t ahead = most - std::min(by_little.plain, by_big.plain);
    // Nearly all texts that are wide are so from their beginning on, and in one order.
    const bool is_usual =
        before == nullptr
            ? grown_left(text, better.begin, 0, better.encoding) == 0
            : before->encoding == better.encoding && (better.begin - before->begin) % unit == 0;
    return {better, begin, end, ahead > 1 || (ahead == 1 && is_usual)};
  }
  // Plain bytes to both sides. A line end belongs to the plain line that it ends.
  const bool is_little = begins_plain && text[begin] != '\n' && text[begin] != '\r';
  return {is_little ? little : big, begin, end, false};
}

// The first character of UTF-32 behind UTF-16, both with the low byte first, looks like the last
// one of the UTF-16 and a NUL.
void give_back(std::string_view text, WideStretch& before, WideStretch& core) {
  constexpr size_t kWide = 4, kNarrow = 2;
  if (before.encoding != WideEncoding::kUtf16Le || core.encoding != WideEncoding::kUtf32Le) return;
  const bool touches = before.end + kNarrow == core.begin && before.end - before.begin > kNarrow;
  if (!touches || text[before.end] != '\0' || text[before.end + 1] != '\0') return;
  core.begin -= kWide;
  before.end -= kNarrow;
}

}  // namespace

std::vector<WideStretch> wide_stretches(std::string_view text) {
  std::vector<WideStretch> out;
  bool grows = false;  // the last one, to the right
  size_t taken = 0;    // bytes that are the last one's, with a plain one that ends it
  const auto grow_last = [&](size_t limit) {
    if (grows) out.back().end = grown_right(text, out.back().end, limit, out.back().encoding);
  };
  for (size_t nul = next_wide_core(text, 0), end = 0; nul != std::string_view::npos;
       nul = next_wide_core(text, end)) {
    const Core core = core_at(text, end, nul, out.empty() ? nullptr : &out.back());
    WideStretch next = core.read;
    end = next.end;
    if (!out.empty()) {
      give_back(text, out.back(), next);
      grow_last(std::min(core.begin, next.begin));
    }
    if (grows) taken = out.back().end;
    if (core.grows_left(text)) next.begin = grown_left(text, next.begin, taken, next.encoding);
    if (!out.empty() && out.back().end == next.begin && out.back().encoding == next.encoding) {
      out.back().end = next.end;
    } else {
      out.push_back(next);
    }
    grows = core.grows_right(text);
    taken = grows ? next.end : core.end;
  }
  grow_last(text.size());
  return out;
}

}  // namespace rekey
