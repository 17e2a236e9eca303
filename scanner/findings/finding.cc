#include "scanner/findings/finding.h"

namespace rekey {
namespace {

std::string path_of(const Occurrence& occurrence) {
  switch (occurrence.place) {
    case Place::kCommitMessage:
      return "(commit message)";
    case Place::kTagMessage:
      return "(tag message)";
    case Place::kCommitHeader:
      return "(commit header)";
    case Place::kTagHeader:
      return "(tag header)";
    case Place::kOrphan:
      return "(blob " + occurrence.blob.substr(0, 12) + ")";
    case Place::kFile:
      break;
  }
  return occurrence.path;
}

}  // namespace

std::string display_path(const Occurrence& occurrence) {
  if (occurrence.repository.empty()) return path_of(occurrence);
  const std::string separator = occurrence.place == Place::kFile ? "/" : " ";
  return occurrence.repository + separator + path_of(occurrence);
}

void set_origin(Occurrence& at, const Occurrence& origin) {
  at.place = origin.place;
  at.path = origin.path;
  at.blob = origin.blob;
  at.commit = origin.commit;
  at.author = origin.author;
  at.email = origin.email;
  at.date = origin.date;
  at.removed_in = origin.removed_in;
  at.in_head = origin.in_head;
  at.refs = origin.refs;
}

}  // namespace rekey
