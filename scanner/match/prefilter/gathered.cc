#include "scanner/match/prefilter/gathered.h"

#include <algorithm>

namespace rekey {

size_t Gathered::bytes() const {
  size_t out = 0;
  for (const Span& window : windows) out += window.size();
  return out;
}

void Gathered::add(const Span& window) {
  if (!windows.empty() && window.begin <= windows.back().end) {
    windows.back().end = std::max(windows.back().end, window.end);
  } else {
    windows.push_back(window);
  }
}

std::string_view gather(std::string_view text, Gathered& gathered) {
  gathered.places.clear();
  if (gathered.windows.size() == 1) {
    gathered.places.push_back(0);
    return gathered.windows.front().of(text);
  }
  std::string& out = gathered.buffer;
  out.clear();
  for (const Span& window : gathered.windows) {
    if (!out.empty()) out += '\n';
    gathered.places.push_back(out.size());
    out += window.of(text);
  }
  return out;
}

void put_back(const EndRange& range, const Gathered& gathered, std::vector<EndRange>& out) {
  const auto& places = gathered.places;
  auto at = static_cast<size_t>(std::upper_bound(places.begin(), places.end(), range.first) -
                                places.begin());
  for (at = at > 0 ? at - 1 : 0; at < places.size() && places[at] <= range.last; ++at) {
    const Span& window = gathered.windows[at];
    const auto moved = [&](size_t end) {
      return window.begin + std::min(end - std::min(end, places[at]), window.size());
    };
    out.push_back({range.rule, moved(range.first), moved(range.last)});
  }
}

}  // namespace rekey
