#include "scanner/report/formats/result_share.h"

#include <algorithm>

namespace rekey {
namespace {

std::vector<const Occurrence*> some_of(const std::vector<Occurrence>& places, size_t count) {
  std::vector<const Occurrence*> out;
  out.reserve(count);
  for (const bool in_head : {true, false}) {
    for (const Occurrence& at : places) {
      if (out.size() < count && at.in_head == in_head) out.push_back(&at);
    }
  }
  std::sort(out.begin(), out.end());  // as they lie in the vector
  return out;
}

}  // namespace

ResultShare result_share(const Report& report, size_t most) {
  ResultShare share;
  size_t room = most;
  std::vector<size_t> counts;  // of each finding
  counts.reserve(report.findings.size());
  for (const Finding& finding : report.findings) {
    const size_t first = std::min(room, std::min<size_t>(finding.occurrences.size(), 1));
    counts.push_back(first);
    room -= first;
    share.leaks_left_out += first == 0 ? 1 : 0;
  }
  for (size_t i = 0; i < counts.size(); ++i) {
    const std::vector<Occurrence>& places = report.findings[i].occurrences;
    const size_t further = std::min(room, places.size() - counts[i]);
    counts[i] += further;
    room -= further;
    share.left_out += places.size() - counts[i];
    share.places.push_back(some_of(places, counts[i]));
  }
  return share;
}

}  // namespace rekey
