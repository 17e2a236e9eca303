// Format: the table of report formats. A format is a pure function from a sorted Report to text:
// the same Report gives the same bytes. Nothing here shows a secret unless ReportOptions asks.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/findings/finding.h"
#include "scanner/report/text/log_commands.h"

namespace rekey {

struct ReportOptions {
  bool show_secrets = false;
  bool color = false;         // ANSI colours (text only)
  bool verbose = false;       // text: every occurrence, all reset steps
  bool known = false;         // text: the leaks that are known or allowed, too
  bool stats = false;         // text: the statistics at the end
  bool heed_comments = true;  // brief: whether a comment on its line would allow a leak
  unsigned width = 100;       // text: columns of the terminal
  // Where a format that cannot hold all says what it left out, a sentence each; or nullptr.
  std::vector<std::string>* notes = nullptr;
};

// Takes a report a piece at a time; a piece is whole lines, the last one with its end.
using TakePiece = std::function<void(std::string)>;

struct Format {
  std::string_view name;     // as --format takes it
  std::string_view summary;  // one line for the help
  void (*writer)(const Report&, const ReportOptions&, const TakePiece&);
  Medium medium = Medium::kText;
  bool names_leaks = false;       // shows fingerprints, or what is made of them
  bool is_for_people = false;     // a sentence is an answer
  bool tells_incomplete = false;  // for people, what could not be read too
  bool is_of_a_change = false;    // speaks to the log of one job, or to who commits
  bool hashes_lines = false;      // asks for ScanOptions::line_hashes
  bool shows_matches = false;     // asks for ScanOptions::match_texts

  // The report, with nothing in it that a CI system takes for a command unless that is its sense.
  // A report of a hundred thousand leaks is never in memory as a whole.
  void write(const Report& report, const ReportOptions& options, const TakePiece& take) const;
  [[nodiscard]] std::string text(const Report& report, const ReportOptions& options) const;
};

const std::vector<Format>& formats();
// nullptr when there is none of that name.
const Format* find_format(std::string_view name);

}  // namespace rekey
