// HtmlLeaks: the leaks of a report as HTML: a section a severity, in it one a kind, with the steps
// of its reset, once, and its leaks with their places. Everything of a repository is escaped. Pure.
#pragma once

#include <string>

#include "scanner/report/format.h"
#include "scanner/report/html/timeline.h"

namespace rekey {

void html_leaks(const Report& report, const Timeline& timeline, const ReportOptions& options,
                const TakePiece& take);

// As shown and as the filter names it: "Other" where a rule has none.
std::string provider_name(const Rule& rule);

// Likewise: "Nobody known".
std::string owners_name(const Standing& standing);

// A link where it is a web address, else text.
std::string html_link(const std::string& url, const std::string& text);

}  // namespace rekey
