// Words: what reports of several formats say alike. Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>

#include "scanner/findings/finding.h"

namespace rekey {

std::string_view severity_name(Severity severity);        // "critical"
std::string_view confidence_name(Confidence confidence);  // "certain"
std::string_view place_name(Place place);                 // "file", "commit-message", ...
std::string_view status_name(FindingStatus status);       // "new", "baseline", "allowed"

// Of one place of a finding: an allowed one among others does not make the leak allowed.
FindingStatus status_at(const Finding& finding, const Occurrence& at);
// Why the place is suppressed; or why a mark beside it does not suppress it.
const std::string& reason_at(const Finding& finding, const Occurrence& at);

std::string size_text(uint64_t bytes);                          // "1.2 MB"
std::string seconds_text(double seconds);                       // "0.41 s"
std::string count_text(uint64_t count, std::string_view noun);  // "1 file", "2 files"
std::string short_id(std::string_view id);  // the first 12 digits of an object id

// display_path(), and "(standard input)" where a text has no name.
std::string shown_path(const Occurrence& at);

// The text that a place's part stands in: `at` but for the path.
Occurrence text_of(const Occurrence& at, const Part& part);

// "line 7", and "other.env:7" where the part is in another file.
std::string part_place(const Occurrence& at, const Part& part);

// Where GitHub or GitLab shows the lines of a place; "" for other hosts and other places.
std::string link_to(const Report& report, const Occurrence& at);

// The rule's kind; its id when nobody named it.
std::string kind_name(const Rule& rule);

// "GitHub token leaked (ghp_…(40)). Revoke it." : what and the first thing to do, in a line.
std::string leak_message(const ReportRule& entry, const Finding& finding);

// The same, and where no file tells: "In the commit-message. Commit 1234abcd5678."; for logs and
// terminals.
std::string place_message(const Report& report, const Finding& finding, const Occurrence& at);

// At most `size` bytes of it, cut at a character, as valid UTF-8.
std::string cut_text(std::string_view text, size_t size);

// The reset's summary; what holds for every credential when a rule says nothing.
std::string first_step(const Reset& reset);

// The way to revoke without a console: "POST https://..." and who may; "" when there is none.
std::string revoke_text(const Reset& reset);

}  // namespace rekey
