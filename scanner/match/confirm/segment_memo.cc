#include "scanner/match/confirm/segment_memo.h"

#include "scanner/base/line.h"

namespace rekey {
namespace {

// What decides, besides the bytes of the lines.
struct KeyHead {
  uint32_t rule = 0;
  uint16_t begin = 0, end = 0;  // of the segment, from the begin of the lines on
  uint16_t begins_the_text = 0, ends_the_text = 0;  // the lines; for \A and \z
};

constexpr size_t kLongest = Memo<Candidate>::kLongestKey - sizeof(KeyHead);

std::string_view as_bytes(const KeyHead& head) {
  return {reinterpret_cast<const char*>(&head), sizeof head};
}

Candidate moved(Candidate one, size_t by) {
  one.match.span = {one.match.span.begin + by, one.match.span.end + by};
  one.match.secret = {one.match.secret.begin + by, one.match.secret.end + by};
  return one;
}

}  // namespace

void SegmentMemo::candidates(const Rule& rule, std::string_view text, const Segment& segment,
                             const std::function<void(std::vector<Candidate>&)>& find,
                             std::vector<Candidate>& out) {
  const Span& span = segment.span;
  if (rule.extent != 0 || rule.imported || span.size() > kLongest) return find(out);
  const Span lines = lines_around(text, span, kLongest);
  if (lines.size() > kLongest) return find(out);
  const KeyHead head{segment.rule, static_cast<uint16_t>(span.begin - lines.begin),
                     static_cast<uint16_t>(span.end - lines.begin),
                     static_cast<uint16_t>(lines.begin == 0),
                     static_cast<uint16_t>(lines.end == text.size())};
  key_ = as_bytes(head);
  key_ += lines.of(text);
  if (const auto known = known_.find(key_)) {
    for (const Candidate& one : *known) out.push_back(moved(one, lines.begin));
    return;
  }
  found_.clear();
  find(found_);
  out.insert(out.end(), found_.begin(), found_.end());
  for (Candidate& one : found_) one = moved(one, size_t{0} - lines.begin);
  known_.keep(key_, found_);
}

}  // namespace rekey
