#include "scanner/scan/text/header_text.h"

#include <algorithm>

namespace rekey {
namespace {

std::string_view text_of(const HeaderText& header) {
  return header.object.substr(header.begin, header.message_begin - header.begin);
}

// From places in the header's text to places in the object. It begins with a line, so columns stay.
void move_to_object(const HeaderText& header, std::vector<Hit>& hits) {
  const std::string_view before = header.object.substr(0, header.begin);
  const auto lines = static_cast<uint32_t>(std::count(before.begin(), before.end(), '\n'));
  const auto move = [&](auto& at) {
    at.line += lines;
    at.end_line += lines;
  };
  for (Hit& hit : hits) {
    Occurrence& at = hit.occurrence;
    move(at);
    if (at.match_line != 0) at.match_line += lines;
    at.start_byte += header.begin;
    at.end_byte += header.begin;
    for (Part& part : at.parts) {
      move(part);
      part.start_byte += header.begin;
      part.end_byte += header.begin;
    }
    if (at.match) move(*at.match);
  }
}

}  // namespace

std::vector<Hit> find_in_header(TextScan& scan, const HeaderText& header) {
  std::vector<Hit> hits = scan.find_more(text_of(header));
  if (!hits.empty()) move_to_object(header, hits);
  return hits;
}

void add_header(TextScan& scan, const HeaderText& header, Occurrence origin) {
  origin.place = header_of(origin.place);
  scan.keep(find_in_header(scan, header), origin);
}

Place header_of(Place message) {
  return message == Place::kTagMessage ? Place::kTagHeader : Place::kCommitHeader;
}

}  // namespace rekey
