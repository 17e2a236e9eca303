// SegmentMemo: the candidates in a segment of a line rule, as far as its lines alone say them, by
// the bytes of these lines: an expression sees no other line than its own (confirm.h), and neither
// does what is judged of a match alone (judge.h). One thread's.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/memo.h"
#include "scanner/match/match.h"
#include "scanner/match/segment.h"
#include "scanner/rules/rule.h"

namespace rekey {

class SegmentMemo {
 public:
  // Appends the candidates in `segment`, a segment of `rule`. `find` appends them when they are not
  // known; the spans of these lie in the segment.
  void candidates(const Rule& rule, std::string_view text, const Segment& segment,
                  const std::function<void(std::vector<Candidate>&)>& find,
                  std::vector<Candidate>& out);

 private:
  Memo<Candidate> known_;  // spans from the begin of the first line on
  std::string key_;
  std::vector<Candidate> found_;
};

}  // namespace rekey
