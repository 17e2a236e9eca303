#include "scanner/findings/finding.h"

namespace rekey {

std::string display_path(const Occurrence& occurrence) {
  switch (occurrence.place) {
    case Place::kCommitMessage:
      return "(commit message)";
    case Place::kTagMessage:
      return "(tag message)";
    case Place::kOrphan:
      return "(blob " + occurrence.blob.substr(0, 12) + ")";
    case Place::kFile:
      break;
  }
  return occurrence.path;
}

}  // namespace rekey
