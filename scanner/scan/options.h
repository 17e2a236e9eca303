// ScanOptions: what every kind of scan is told. Plain data, read by all threads.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/deadline.h"
#include "scanner/match/matcher.h"
#include "scanner/rules/rule.h"
#include "scanner/suppress/suppressions.h"

namespace rekey {

struct Progress {
  std::string_view doing;  // "reading objects"
  uint64_t done = 0, total = 0;
};

struct ScanOptions {
  std::shared_ptr<const Matcher> matcher;
  unsigned threads = 0;                          // 0 = one a processor
  uint64_t max_file_size = uint64_t{256} << 20;  // bytes; larger texts are skipped and listed
  Severity min_severity = Severity::kLow;
  Confidence min_confidence = Confidence::kLow;
  std::vector<std::string> only_rules, skip_rules;  // ids; only_rules empty = all
  std::string cache;  // histories: folder of verdicts (verdicts.h); "" = none
  // git itself hashed every object of the repository, at a fetch that this program asked for: what
  // is learned of them holds for every other repository that was fetched so.
  bool fetched = false;
  bool only_reached = false;  // histories: not what no ref reaches
  bool git_folders = false;   // also what ".git" itself holds (source/git_folder.h)
  bool full_texts = false;    // match all of every text: slow, the judge of DeltaSearch
  bool one_by_one = false;    // read objects one by one: slow, the judge of PackWalk
  // Histories: hits that are kept with all that a report says of them, some 1.5 kB each; others are
  // read again for it. The report is the same for any number.
  size_t most_hits = 100'000;
  bool fingerprints = true;  // of the findings; they cost time, and not every format shows them
  bool line_hashes = false;  // compute Occurrence::line_hash
  bool mask_names = true;    // and all other texts, where they hold secrets (mask_names.h)
  bool match_texts = false;  // keep Occurrence::match
  std::shared_ptr<const Suppressions> suppressions;  // null = none
  bool heed_comments = true;  // false: what a comment beside a secret allows is reported
  std::string today;          // YYYY-MM-DD, for marks that end; "" = none has ended
  // When the scan ends, whatever is left to be read: that is listed, and what was found is
  // reported.
  Deadline deadline;
  std::function<void(const Progress&)> progress;  // any thread, one call at a time; may be empty
};

// Why something was not read, or not to its end, when the deadline was over.
inline constexpr std::string_view kOutOfTime = "out of time";

// The number of threads to use for `work` independent pieces.
unsigned thread_count(const ScanOptions& options, uint64_t work);

}  // namespace rekey
