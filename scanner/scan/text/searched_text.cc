#include "scanner/scan/text/searched_text.h"

#include <algorithm>

namespace rekey {
namespace {

constexpr char32_t kMark = 0xFEFF;  // says which order the bytes have

// From how many bytes on a text is searched as it is, when less than a part in so many is wide.
constexpr size_t kLarge = size_t{1} << 16;
constexpr size_t kFewIn = 8;
constexpr size_t kAround = 256;  // bytes before and behind a wide part

size_t bytes_of(const std::vector<WideStretch>& stretches) {
  size_t bytes = 0;
  for (const WideStretch& stretch : stretches) bytes += stretch.end - stretch.begin;
  return bytes;
}

}  // namespace

SearchedText::SearchedText(std::string_view stored, bool has_nul) : stored_(stored) {
  if (!has_nul) return;
  const std::vector<WideStretch> stretches = wide_stretches(stored);
  if (stretches.empty()) return;
  if (stored.size() < kLarge || bytes_of(stretches) > stored.size() / kFewIn) {
    *this = SearchedText(stored, stretches, {{0, stored.size()}});
  } else {
    const std::vector<Range> ranges = ranges_around(stored, stretches);
    parts_.reset(new SearchedText(stored, stretches, ranges));
  }
}

SearchedText::SearchedText(std::string_view stored, const std::vector<WideStretch>& stretches,
                           const std::vector<Range>& ranges)
    : stored_(stored) {
  size_t bytes = bytes_of(stretches) / 2;  // UTF-8 may be half as long again as UTF-16
  for (const Range& range : ranges) bytes += range.end - range.begin + 1;
  made_.reserve(bytes);
  size_t next = 0;
  for (const Range& range : ranges) {
    if (!made_.empty()) {
      pieces_.push_back({pieces_.back().stored, made_.size(), std::nullopt, 0});
      made_ += '\n';
    }
    const size_t first = pieces_.size();
    add_range(range, stretches, next);
    for (size_t i = first; i < pieces_.size(); ++i) pieces_[i].part = first;
  }
}

// From the begin of a line on, where one is near.
std::vector<SearchedText::Range> SearchedText::ranges_around(
    std::string_view stored, const std::vector<WideStretch>& stretches) {
  std::vector<Range> out;
  for (const WideStretch& stretch : stretches) {
    const size_t before = std::min(stretch.begin, kAround);
    const std::string_view lead = stored.substr(stretch.begin - before, before);
    const size_t line = lead.find('\n');
    const size_t begin = stretch.begin - before + (line == std::string_view::npos ? 0 : line + 1);
    const size_t end = std::min(stored.size(), stretch.end + kAround);
    if (!out.empty() && begin <= out.back().end) {
      out.back().end = end;
    } else {
      out.push_back({begin, end});
    }
  }
  return out;
}

// `next`: the first stretch that is not added yet.
void SearchedText::add_range(const Range& range, const std::vector<WideStretch>& stretches,
                             size_t& next) {
  size_t at = range.begin;
  for (; next < stretches.size() && stretches[next].begin < range.end; ++next) {
    add_plain(at, stretches[next].begin);
    add_decoded(stretches[next]);
    at = stretches[next].end;
  }
  add_plain(at, range.end);
}

void SearchedText::add_plain(size_t begin, size_t end) {
  if (begin >= end) return;
  pieces_.push_back({begin, made_.size(), std::nullopt, 0});
  made_.append(stored_.substr(begin, end - begin));
}

// Without the mark at its beginning.
void SearchedText::add_decoded(const WideStretch& stretch) {
  const std::string_view text = stored_.substr(0, stretch.end);
  size_t at = stretch.begin;
  const WideCharacter first = wide_character_at(text, at, stretch.encoding);
  if (first.character == kMark) at += first.bytes;
  pieces_.push_back({at, made_.size(), stretch.encoding, 0});
  while (at < stretch.end) {
    const WideCharacter next = wide_character_at(text, at, stretch.encoding);
    put_utf8(made_, next.character);
    at += next.bytes;
  }
}

size_t SearchedText::piece_of(size_t offset) const {
  const auto behind =
      std::upper_bound(pieces_.begin(), pieces_.end(), offset,
                       [](size_t wanted, const Piece& piece) { return wanted < piece.made; });
  return behind == pieces_.begin() ? 0 : static_cast<size_t>(behind - pieces_.begin()) - 1;
}

std::optional<WideEncoding> SearchedText::encoding_at(size_t offset) const {
  if (!is_made()) return std::nullopt;
  return pieces_[piece_of(offset)].encoding;
}

std::optional<WideEncoding> SearchedText::encoding_in(size_t begin, size_t end) const {
  if (!is_made()) return std::nullopt;
  for (size_t i = piece_of(begin); i < pieces_.size() && pieces_[i].made < end; ++i) {
    if (pieces_[i].encoding) return pieces_[i].encoding;
  }
  return std::nullopt;
}

std::vector<uint32_t> SearchedText::lines_left_out(const std::vector<size_t>& offsets) const {
  std::vector<uint32_t> out;
  out.reserve(offsets.size());
  size_t stored = 0, made = 0;  // counted so far
  int64_t more = 0;             // lines of the one than of the other
  const auto lines = [](std::string_view text, size_t begin, size_t end) {
    const std::string_view part = text.substr(begin, end - begin);
    return static_cast<int64_t>(std::count(part.begin(), part.end(), '\n'));
  };
  for (const size_t offset : offsets) {
    const Piece& part = pieces_[pieces_[piece_of(offset)].part];
    more += lines(stored_, stored, part.stored) - lines(made_, made, part.made);
    stored = part.stored;
    made = part.made;
    out.push_back(static_cast<uint32_t>(std::max<int64_t>(more, 0)));
  }
  return out;
}

std::vector<size_t> SearchedText::stored_offsets(const std::vector<size_t>& offsets) const {
  if (!is_made()) return offsets;
  std::vector<size_t> out;
  out.reserve(offsets.size());
  size_t piece = pieces_.size(), at = 0, made = 0;  // read so far, in that piece
  for (const size_t offset : offsets) {
    const size_t wanted = piece_of(offset);
    if (wanted != piece) {
      piece = wanted;
      at = pieces_[piece].stored;
      made = pieces_[piece].made;
    }
    if (!pieces_[piece].encoding) {
      out.push_back(at + (offset - made));
      continue;
    }
    while (made < offset && at < stored_.size()) {
      const WideCharacter next = wide_character_at(stored_, at, *pieces_[piece].encoding);
      made += utf8_size(next.character);
      at += next.bytes;
    }
    out.push_back(at);
  }
  return out;
}

}  // namespace rekey
