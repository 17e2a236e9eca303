#include "scanner/scan/text/stored_places.h"

#include <algorithm>

namespace rekey {
namespace {

void move_lines(Occurrence& at, uint32_t lines) {
  at.line += lines;
  at.end_line += lines;
  if (at.match_line != 0) at.match_line += lines;
  if (at.match) {
    at.match->line += lines;
    at.match->end_line += lines;
  }
  for (Part& part : at.parts) {
    part.line += lines;
    part.end_line += lines;
  }
}

Span moved(const Span& span, size_t by) {
  return {span.begin + by, span.end + by};
}

// Where the parts' candidates begin.
size_t behind(const SearchedText& searched) {
  return searched.bytes().size() + 1;
}

}  // namespace

void place_in_stored(const SearchedText& searched, std::vector<Hit>& hits) {
  std::vector<size_t> begins;  // they ascend
  begins.reserve(hits.size());
  for (const Hit& hit : hits) begins.push_back(hit.occurrence.start_byte);
  const std::vector<uint32_t> lines = searched.lines_left_out(begins);
  std::vector<uint64_t*> places;
  for (size_t i = 0; i < hits.size(); ++i) {
    Occurrence& at = hits[i].occurrence;
    const auto encoding = searched.encoding_in(at.start_byte, at.end_byte);
    if (encoding) at.layers.emplace_back(name_of(*encoding));
    move_lines(at, lines[i]);
    places.insert(places.end(), {&at.start_byte, &at.end_byte});
    for (Part& part : at.parts) {
      places.insert(places.end(), {&part.start_byte, &part.end_byte});
    }
  }
  std::sort(places.begin(), places.end(),
            [](const uint64_t* a, const uint64_t* b) { return *a < *b; });
  std::vector<size_t> offsets;
  offsets.reserve(places.size());
  for (const uint64_t* place : places) offsets.push_back(*place);
  const std::vector<size_t> stored = searched.stored_offsets(offsets);
  for (size_t i = 0; i < places.size(); ++i) *places[i] = stored[i];
}

void put_parts(const SearchedText& searched, const std::vector<Candidate>& of_parts,
               std::vector<Candidate>& all) {
  for (Candidate one : of_parts) {
    one.match.span = moved(one.match.span, behind(searched));
    one.match.secret = moved(one.match.secret, behind(searched));
    all.push_back(one);
  }
}

std::vector<Candidate> take_parts(const SearchedText& searched, std::vector<Candidate>& all) {
  const size_t begin = behind(searched);
  const auto is_before = [&](const Candidate& one) { return one.match.span.begin < begin; };
  const auto first = std::stable_partition(all.begin(), all.end(), is_before);
  std::vector<Candidate> out(first, all.end());
  all.erase(first, all.end());
  for (Candidate& one : out) {
    one.match.span = moved(one.match.span, size_t{0} - begin);
    one.match.secret = moved(one.match.secret, size_t{0} - begin);
  }
  return out;
}

}  // namespace rekey
