#include "scanner/match/prefilter/delta_search.h"

#include <algorithm>
#include <tuple>

#include "scanner/base/line.h"
#include "scanner/match/binding/reader.h"
#include "scanner/match/prefilter/prefix_lines.h"

namespace rekey {
namespace {

// The most bytes of a window on each side for rules bound neither to lines nor to literals.
constexpr size_t kWidest = 512;
// Texts with more ends are searched in full, as those made from them.
constexpr size_t kMostEnds = 1024;
constexpr size_t kLook = Prefilter::kReachBehind;
// To search so many bytes takes no longer than to find the ends of a window.
constexpr size_t kCheaperJoined = 200;
// Ends closer together are one range, as in the prefilter.
constexpr size_t kJoinEnds = 256;

size_t minus(size_t at, size_t bytes) {
  return at > bytes ? at - bytes : 0;
}

size_t plus(size_t at, size_t bytes, size_t size) {
  return size - at > bytes ? at + bytes : size;
}

// Where nothing was copied, and where two copies meet.
void find_gaps(size_t size, size_t base_size, std::span<const CopiedBytes> copies,
               std::vector<Span>& out) {
  size_t done = 0;
  for (const CopiedBytes& copy : copies) {
    if (copy.to > 0 || copy.from > 0) out.push_back({done, copy.to});
    done = size_t{copy.to} + copy.size;
  }
  const bool to_the_end = !copies.empty() && done == size &&
                          size_t{copies.back().from} + copies.back().size == base_size;
  if (!to_the_end) out.push_back({done, size});
}

// Each end once, by position.
void tidy(std::vector<EndRange>& ends) {
  if (ends.size() < 2) return;
  std::sort(ends.begin(), ends.end(), [](const EndRange& a, const EndRange& b) {
    return std::tie(a.rule, a.first) < std::tie(b.rule, b.first);
  });
  size_t kept = 0;
  for (size_t i = 1; i < ends.size(); ++i) {
    EndRange& last = ends[kept];
    if (ends[i].rule == last.rule && ends[i].first <= last.last + kJoinEnds) {
      last.last = std::max(last.last, ends[i].last);
    } else {
      ends[++kept] = ends[i];
    }
  }
  ends.resize(kept + 1);
  std::sort(ends.begin(), ends.end(), [](const EndRange& a, const EndRange& b) {
    return std::tie(a.first, a.rule) < std::tie(b.first, b.rule);
  });
}

// The first of `ends` that begins at `wanted` or behind, from `near` on if it is not far: most
// copies go on in the base where the one before ended.
std::vector<EndRange>::const_iterator first_from(const std::vector<EndRange>& ends, size_t wanted,
                                                 std::vector<EndRange>::const_iterator near) {
  constexpr std::ptrdiff_t kFar = 8;
  const bool is_behind = near != ends.begin() && std::prev(near)->first >= wanted;
  if (is_behind || (ends.end() - near > kFar && near[kFar].first < wanted)) {
    return std::lower_bound(ends.begin(), ends.end(), wanted,
                            [](const EndRange& one, size_t place) { return one.first < place; });
  }
  while (near != ends.end() && near->first < wanted) ++near;
  return near;
}

}  // namespace

DeltaSearch::DeltaSearch(const Prefilter& prefilter, const std::vector<Rule>& rules)
    : prefilter_(prefilter), wide_(rules) {
  enabled_ = prefilter.is_complete();
  for (uint32_t i = 0; i < rules.size(); ++i) {
    // Their ends are those of the shared expressions.
    if (!rules[i].provider_words.empty() || rules[i].assignment || rules[i].binding) continue;
    const Prefilter::Reach reach = prefilter.reach(i);
    if (reach.within == Prefilter::Within::kLine) {
      line_bytes_ = std::max(line_bytes_, reach.bytes);
    } else if (!wide_.tell_of(i)) {
      narrow_bytes_ = std::max(narrow_bytes_, reach.bytes);
      enabled_ = enabled_ && reach.bytes <= kWidest;
    }
  }
  const auto count = static_cast<uint32_t>(rules.size());
  for (uint32_t lead = count; lead < count + Prefilter::kShared; ++lead) {
    const Prefilter::Reach reach = prefilter.reach(lead);
    size_t& bytes = reach.within == Prefilter::Within::kLine ? line_bytes_ : prefix_bytes_;
    bytes = std::max(bytes, reach.bytes);
    line_bytes_ = std::max(line_bytes_, reach.bytes + kLineBehind);
  }
}

// The bytes of the widest match that a wide rule may have in a text with these literals; 0 = none.
size_t DeltaSearch::wide_bytes(uint64_t literals, DeltaSearchScratch& scratch) const {
  if (literals == scratch.asked) return scratch.answer;
  size_t most = 0;
  for (const uint32_t rule : wide_.possible(literals)) {
    most = std::max(most, prefilter_.reach(rule).bytes);
  }
  scratch.asked = literals;
  return scratch.answer = most;
}

size_t DeltaSearch::window_begin(std::string_view text, size_t at, size_t wide) const {
  const size_t from = minus(at, kLook);
  const size_t line =
      line_begin(text, from, line_bytes_ == SIZE_MAX ? 0 : minus(from, line_bytes_ + kLook));
  const size_t lead = prefix_lines_begin(text, from, minus(from, prefix_bytes_ + kLook));
  return std::min({line, lead, minus(from, std::max(wide, narrow_bytes_))});
}

size_t DeltaSearch::window_end(std::string_view text, size_t at, size_t wide) const {
  const size_t size = text.size();
  const size_t from = plus(at, kLook, size);
  const size_t line =
      line_end(text, from, line_bytes_ == SIZE_MAX ? size : plus(from, line_bytes_ + kLook, size));
  const size_t lead = prefix_lines_end(text, from, plus(from, prefix_bytes_ + kLook, size));
  return std::max({line, lead, plus(plus(from, std::max(wide, narrow_bytes_), size), kLook, size)});
}

// False when they are nearly all of the text.
bool DeltaSearch::make_windows(std::string_view text, size_t wide,
                               DeltaSearchScratch& scratch) const {
  scratch.gathered.windows.clear();
  // What a window may have on both sides of what changed, whatever the lines are. Changes that
  // this joins, most of them, need no search for the ends of lines.
  const size_t least = std::max({wide + kLook, narrow_bytes_ + kLook, kCheaperJoined / 2});
  const std::vector<Span>& changed = scratch.changed;
  for (size_t i = 0; i < changed.size();) {
    const size_t first = i++;
    while (i < changed.size() && changed[i].begin - changed[i - 1].end <= 2 * least) ++i;
    const std::vector<Span>& windows = scratch.gathered.windows;
    const bool joins = !windows.empty() && minus(changed[first].begin, kLook) <= windows.back().end;
    const size_t begin =
        joins ? windows.back().begin : window_begin(text, changed[first].begin, wide);
    scratch.gathered.add({begin, window_end(text, changed[i - 1].end, wide)});
  }
  return scratch.gathered.bytes() <= text.size() - text.size() / 8;
}

// The first place in `copy` (of the base) from which on an end depends on copied bytes alone.
// `text` has them where they were copied to.
size_t DeltaSearch::safe_begin(std::string_view text, uint32_t rule,
                               const CopiedBytes& copy) const {
  if (copy.from == 0 && copy.to == 0) return 0;
  const size_t end = size_t{copy.to} + copy.size;
  const Prefilter::Reach reach = prefilter_.reach(rule);
  size_t begin = end + 1;
  if (reach.bytes < copy.size) begin = copy.to + reach.bytes + kLook;
  if (reach.within == Prefilter::Within::kLine) {
    begin = std::min(begin, line_end(text, copy.to, end) + 1);
  } else if (reach.within == Prefilter::Within::kPrefixLines) {
    begin = std::min(begin, prefix_lines_end(text, copy.to, end) + 1);
  }
  return begin - copy.to + copy.from;
}

// The ends in copied bytes that `windows` do not have: most copies are between two changes that are
// searched in one window.
void DeltaSearch::delta_search_ends(std::string_view text, const CarriedEnds& base,
                                    std::span<const CopiedBytes> copies,
                                    std::span<const Span> windows,
                                    std::vector<EndRange>& out) const {
  if (base.ends.empty()) return;
  size_t longest = 0;
  for (const EndRange& range : base.ends) longest = std::max(longest, range.last - range.first);
  auto first_near = base.ends.begin();
  auto window = windows.begin();
  for (const CopiedBytes& copy : copies) {
    while (window != windows.end() && window->end <= copy.to) ++window;
    const bool is_searched = window != windows.end() && window->begin <= copy.to &&
                             size_t{copy.to} + copy.size <= window->end;
    if (is_searched) continue;
    const size_t copy_end = size_t{copy.from} + copy.size;
    const bool to_the_end = copy_end == base.size && size_t{copy.to} + copy.size == text.size();
    const size_t safe_end = to_the_end ? copy_end : minus(copy_end, kLook);
    const size_t wanted = minus(copy.from, longest);
    first_near = first_from(base.ends, wanted, first_near);
    for (auto range = first_near; range != base.ends.end() && range->first <= safe_end; ++range) {
      if (range->last < copy.from) continue;
      const size_t first = std::max(range->first, safe_begin(text, range->rule, copy));
      const size_t last = std::min(range->last, safe_end);
      // Ends of the range that are not safe are near a seam, so a window has them.
      if (first <= last) {
        out.push_back({range->rule, first - copy.from + copy.to, last - copy.from + copy.to});
      }
    }
  }
}

// Of the ends from number `from` on those of openings that lead to nothing.
void DeltaSearch::drop_empty(size_t from, const Keeps& keeps, std::vector<EndRange>& ends) const {
  const auto first = ends.begin() + static_cast<std::ptrdiff_t>(from);
  ends.erase(std::remove_if(
                 first, ends.end(),
                 [&](const EndRange& range) {
                   return prefilter_.is_opening(range.rule) && !keeps({range.first, range.last});
                 }),
             ends.end());
}

// False when a full search is needed, or cheaper.
bool DeltaSearch::find_changed(std::string_view text, const CarriedEnds& base,
                               std::span<const CopiedBytes> copies, const Keeps& keeps,
                               PrefilterScratch& prefilter, DeltaSearchScratch& scratch,
                               CarriedEnds& out) const {
  scratch.changed.clear();
  find_gaps(text.size(), base.size, copies, scratch.changed);
  out.literals = base.literals;
  out.has_nul = base.has_nul;
  size_t wide = wide_bytes(out.literals, scratch);
  for (;;) {
    if (!make_windows(text, wide, scratch)) return false;
    scratch.found.clear();
    if (scratch.gathered.windows.empty()) break;
    const std::string_view gathered = gather(text, scratch.gathered);
    prefilter_.find_ends(gathered, prefilter, scratch.found);
    out.has_nul = out.has_nul || has_nul_byte(gathered);
    out.literals |= Prefilter::literals(prefilter);
    const size_t wider = wide_bytes(out.literals, scratch);
    if (wider <= wide) break;
    wide = wider;  // a literal that is new with its rule's others: once for some thousand texts
  }
  out.ends.clear();
  delta_search_ends(text, base, copies, scratch.gathered.windows, out.ends);
  const size_t carried = out.ends.size();
  for (const EndRange& range : scratch.found) put_back(range, scratch.gathered, out.ends);
  drop_empty(carried, keeps, out.ends);
  tidy(out.ends);
  return true;
}

void DeltaSearch::find(std::string_view text, const CarriedEnds* base,
                       std::span<const CopiedBytes> copies, bool for_others, const Keeps& keeps,
                       PrefilterScratch& prefilter, DeltaSearchScratch& scratch,
                       CarriedEnds& out) const {
  out.size = text.size();
  if (base != nullptr && base->usable &&
      find_changed(text, *base, copies, keeps, prefilter, scratch, out)) {
    out.usable = for_others && out.ends.size() <= kMostEnds;
    return;
  }
  prefilter_.find_ends(text, prefilter, out.ends);
  drop_empty(0, keeps, out.ends);
  out.has_nul = has_nul_byte(text);
  out.usable = for_others && enabled_ && out.ends.size() <= kMostEnds;
  if (!out.usable) return;
  out.literals = Prefilter::literals(prefilter);
  tidy(out.ends);
}

}  // namespace rekey
